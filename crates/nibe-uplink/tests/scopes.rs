//! A call without its scope does not compile, and the compiler says which scope is missing.

#[test]
fn the_compiler_knows_the_scopes() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/with_scope.rs");
    cases.compile_fail("tests/ui/without_scope.rs");
}
