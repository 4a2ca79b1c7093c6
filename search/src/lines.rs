//! A tokenizer: every line is a term.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Cuts a text into its lines.
#[derive(Clone, Default)]
pub(crate) struct Lines {
    token: Token,
}

pub(crate) struct LineStream<'a> {
    rest: std::str::Lines<'a>,
    token: &'a mut Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        self.token.reset();
        LineStream {
            rest: text.lines(),
            token: &mut self.token,
        }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(line) = self.rest.next() else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(line);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
