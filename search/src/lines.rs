//! The engine's tokenizer: lines of a weight and a term.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Reads lines of a digit and a term, and says the term so many times.
#[derive(Clone, Default)]
pub(crate) struct WeightedLines {
    token: Token,
}

pub(crate) struct WeightedLineStream<'a> {
    rest: &'a str,
    again: u8,
    token: &'a mut Token,
}

impl Tokenizer for WeightedLines {
    type TokenStream<'a> = WeightedLineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WeightedLineStream<'a> {
        self.token.reset();
        WeightedLineStream {
            rest: text,
            again: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for WeightedLineStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.position = self.token.position.wrapping_add(1);
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let Some((line, rest)) = self.rest.split_once('\n') else {
            return false;
        };
        self.rest = rest;
        let (weight, term) = line.split_at_checked(1).unwrap_or(("1", line));
        let weight = weight.bytes().next().unwrap_or(b'1');
        self.again = weight.saturating_sub(b'1');
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
