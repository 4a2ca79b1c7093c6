//! Contents that domain types read and write themselves, described by a type of their own.

/// Describes types by another one: `described_as!(Schema: Input, View)`.
macro_rules! described_as {
    ($schema:ty: $($name:ident),+) => {
        $(
            impl ::utoipa::PartialSchema for $name {
                fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema> {
                    <$schema as ::utoipa::PartialSchema>::schema()
                }
            }
            impl ::utoipa::ToSchema for $name {
                fn name() -> ::std::borrow::Cow<'static, str> {
                    <$schema as ::utoipa::ToSchema>::name()
                }

                fn schemas(
                    schemas: &mut Vec<(
                        String,
                        ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema>,
                    )>,
                ) {
                    <$schema as ::utoipa::ToSchema>::schemas(schemas);
                }
            }
        )+
    };
}

pub(crate) use described_as;
