use super::{kettle, run, text};

fn stage(function: &str, stage: &str) -> std::process::Output {
    run([
        "inspect".as_ref(),
        kettle().as_os_str(),
        "--function".as_ref(),
        function.as_ref(),
        "--stage".as_ref(),
        stage.as_ref(),
    ])
}

#[test]
fn each_stage_shows_the_function_in_its_form() {
    for (word, form) in [
        ("model", "name: \"until\""),
        ("rust", "    pub fn boil(&self, kettle_id: i64, until: f64) -> "),
        ("binding", "until: float (required) -> body until"),
        ("binding", "POST /kettles/1/boil HTTP/1.1"),
        (
            "python",
            "    async def boil(self, kettle_id: int, until: float, **options: Unpack[CallOptions]) -> Kettle:\n",
        ),
        ("stub", "    def boil(self, kettle_id: int, until: float, **options: Unpack[CallOptions]) -> Kettle: ...\n"),
        ("tests", "service.client().boil(1, 95.0).await"),
        ("tests", "answer = service.client.boil(1, 95.0)"),
        ("openapi", "\"/kettles/{kettleId}/boil\""),
        ("reference", "# boil\n\nScope: **`BOIL`**"),
    ] {
        let out = stage("boil", word);
        assert!(out.status.success(), "{word}");
        assert!(text(&out.stdout).contains(form), "{word}: {}", text(&out.stdout));
    }
}

#[test]
fn without_a_stage_all_are_shown_in_order() {
    let out = run(["inspect".as_ref(), kettle().as_os_str(), "--function".as_ref(), "kettles".as_ref()]);
    let shown = text(&out.stdout);
    let titles: Vec<&str> = shown.lines().filter_map(|line| line.strip_prefix("==== ")).collect();
    assert_eq!(titles, ["model", "rust", "binding", "python", "stub", "tests", "openapi", "reference"]);
}

#[test]
fn a_function_that_does_not_exist_is_named_with_its_neighbour() {
    let out = stage("bol", "rust");
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(text(&out.stderr), "error: kettle.toml has no function `bol`; did you mean `boil`?\n");
}

#[test]
fn a_stage_that_does_not_exist_is_wrong_use() {
    assert_eq!(stage("boil", "printed").status.code(), Some(2));
}
