//! Hidden populations, the scheme model and the register, as people and programs ask for them.

use crate::support::Desk;

/// Three lists; the first two hand cases to each other, so that they count as one against the third.
const TABLE: &str = "A,B,C,count\n1,0,0,20\n0,1,0,30\n1,1,0,100\n0,0,1,90\n1,0,1,4\n0,1,1,5\n1,1,1,18\n";

#[test]
fn a_hidden_population_is_estimated() {
    let desk = Desk::new();
    desk.write("lists.csv", TABLE);
    let row = desk.run(&["mse", "lists.csv", "--json"]).rows().remove(0);
    assert_eq!(row["observed"], 267);
    assert_eq!(row["selected"], serde_json::json!(["A:B"]));
    assert!((row["estimate"].as_f64().unwrap() - 767.0).abs() < 1e-6);
    assert_eq!(row["bootstrap"], serde_json::Value::Null);
    let report = desk.run(&["mse", "lists.csv"]);
    assert_eq!(report.code, 0, "{}", report.err);
    insta::assert_snapshot!(report.out, @r"
    About 767 people in all (95 % interval 583 – 1,058): 267 on at least one list, about 500 on none.

    Reasons for doubt
    - Without list C the estimate is 184 instead of 767.
    - Independent lists would give 336, the chosen model 767: the number depends on which pairs are taken in.

    Intervals (95 %)
    method                                     interval
    Wald: observed + exp(intercept ± 1.96 se)  583 – 1,058
    profile likelihood                         587 – 1,071
    independent lists, Wald                    317 – 361, point 336

    Lists
    list  people  estimate without it  interval
    A        142                  778  573 – 1,112
    B        153                  755  552 – 1,089
    C        117                  184  181 – 189

    Models (pairs added while p < 0.02; × marks the chosen one)
       model              because                           p  estimate  interval       AIC    BIC
       independent lists                                            336  317 – 361    224.5  238.9
    ×  + A:B              118 on both, 64.7 expected  1.84e-9       767  583 – 1,058   10.1   28.0
       chosen, with A:C                                             807  472 – 1,690   12.0   33.6
       chosen, with B:C                                             717  418 – 1,610   12.0   33.5

    What this rests on
    - The same person is recognised on every list: a missed match raises the estimate, a wrong one lowers it.
    - The population does not change while the lists are made.
    - Everybody sought could have come onto a list, and people differ little in how likely that is.
    - Lists may depend on each other in pairs, not in threes.
    - A combination of lists that the table does not name has nobody.
    - The intervals other than the bootstrap take the chosen model as given: the doubt about the choice comes on top.
    ");
}

#[test]
fn a_bootstrap_does_not_depend_on_threads() {
    let desk = Desk::new();
    desk.write("lists.csv", TABLE);
    let drawn = |threads| {
        desk.run(&["mse", "lists.csv", "--bootstrap", "200", "--seed", "9", "--threads", threads, "--json"])
            .out
    };
    assert_eq!(drawn("1"), drawn("2"));
    assert!(drawn("1").contains("\"replicates\":200"));
}

#[test]
fn tables_that_give_no_estimate_say_why() {
    let desk = Desk::new();
    desk.write("apart.csv", "A,B,n\n1,0,5\n0,1,6\n");
    let apart = desk.run(&["mse", "apart.csv"]);
    assert_eq!((apart.code, apart.out.as_str()), (1, ""));
    assert_eq!(
        apart.err,
        "error: apart.csv: no two lists have anybody in common: nothing tells how many people stand on no list\n"
    );
    desk.write("bad.csv", "A,B,n\n1,0,5\n0,3,6\n1,1,x\n");
    let bad = desk.run(&["mse", "bad.csv", "--json"]);
    assert_eq!(bad.code, 1);
    assert_eq!(
        bad.err,
        "error: bad.csv: line 3, column `B`: neither 1 nor 0; line 4, column `n`: `x` is no whole number\n"
    );
    assert_eq!(desk.run(&["mse", "missing.csv"]).code, 1);
    assert_eq!(desk.run(&["mse", "apart.csv", "--threshold", "2"]).code, 2);
}

#[test]
fn the_demonstration_scheme_runs_and_is_explained() {
    let desk = Desk::new();
    let compared = desk.run(&["scheme", "compare", "--draws", "200", "--seed", "2"]);
    assert_eq!(compared.code, 0, "{}", compared.err);
    assert!(compared.out.contains("Assumed, with nobody who says so: rotation,"), "{}", compared.out);
    let names: Vec<&str> = compared.out.lines().filter_map(|line| line.split("  ").next()).collect();
    for name in ["baseline", "no-acts", "compliance-50", "wages-20-fixed", "expel-russia"] {
        assert!(names.contains(&name), "{name}: {}", compared.out);
    }
    let json = |threads| {
        desk.run(&[
            "scheme",
            "run",
            "--scenario",
            "deadline",
            "--draws",
            "50",
            "--threads",
            threads,
            "--json",
        ])
        .out
    };
    assert_eq!(json("1"), json("2"));
    let told = desk.run(&["scheme", "explain"]);
    assert!(told.out.contains("h = −ln(later / earlier) / months"), "{}", told.out);
    assert!(told.out.contains("repatriation from 2017-12 (UNSCR-2397-8)"), "{}", told.out);
}

#[test]
fn a_scheme_of_ones_own_may_rest_on_claims_and_instruments_of_the_workspace() {
    let desk = Desk::with_case();
    let stock = desk.claim_of_kind("worker_count");
    desk.write("case/instruments.csv", "id,title,effective\nORDER-1,An order,2018-03-01\n");
    let scheme = format!(
        "name = \"yard\"\ncurrency = \"USD\"\nstart = \"2018-01\"\nmonths = 6\n[[host]]\nid = \"yard\"\nname = \"Yard\"\nban = \
         \"ORDER-1\"\n[host.parameters]\nstock = {{ claim = \"{stock}\" }}\nrotation = {{ value = 36, source = \"assumed\" }}\nwage = {{ \
         value = 700, source = \"x\" }}\nduty = {{ value = 100, source = \"x\" }}\nban_compliance = {{ value = 1, source = \"assumed\" }}\n"
    );
    desk.write("yard.toml", &scheme);
    let told = desk.case(&["scheme", "explain", "yard.toml", "--json"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let told = told.rows().remove(0);
    let parameters = told["parameters"].as_array().unwrap();
    let of = |name: &str| parameters.iter().find(|told| told["name"] == name).unwrap().clone();
    assert!(of("yard.stock")["source"].as_str().unwrap().starts_with(&format!("claim {stock}: ")));
    assert_eq!(told["hosts"][0]["ban"]["month"], "2018-03");
    let chart = desk.case(&["scheme", "run", "yard.toml", "--draws", "10", "--chart", "yard.svg"]);
    assert_eq!((chart.code, chart.err.as_str()), (0, "chart to yard.svg\n"));
    assert!(std::fs::read_to_string(desk.path("yard.svg")).unwrap().starts_with("<svg "));
    desk.write("broken.toml", scheme.replace("ORDER-1", "ORDER-2"));
    let broken = desk.case(&["scheme", "run", "broken.toml"]);
    assert_eq!(broken.code, 1);
    assert_eq!(
        broken.err,
        "error: broken.toml:8:7: `ORDER-2` is no instrument of the register and no month such as 2017-12\n"
    );
    let unknown = desk.case(&["scheme", "run", "yard.toml", "--scenario", "x"]);
    assert_eq!(unknown.code, 2, "{}", unknown.err);
}

#[test]
fn instruments_in_force_on_a_day_are_listed() {
    let desk = Desk::new();
    let listed = desk.run(&["instruments", "--in-force", "2018-06-30", "--addressee", "states"]);
    insta::assert_snapshot!(listed.out, @r"
    id             in force    deadline    on that day                 who                         what
    CAATSA-321b    2017-08-02              in force                    importers into the United…  Significant goods made w…
    UNSCR-2371-11  2017-08-05              in force                    member states               Give no more work author…
    UNSCR-2375-17  2017-09-11              in force                    member states               Give nationals of the DP…
    UNSCR-2397-8   2017-12-22  2019-12-22  in force, deadline to come  member states               Send home nationals of t…
    UNSCR-2371-11: still to be held against UN document S/RES/2371 (2017): the number of the paragraph
    ");
    let rows = desk
        .run(&["instruments", "--deadline-by", "2020-01-01", "--in-force", "2020-01-01", "--json"])
        .rows();
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["id"], &rows[0]["standing"]), (&"UNSCR-2397-8".into(), &"deadline_passed".into()));
    assert_eq!(rows[0]["unverified"], serde_json::Value::Null);
}

#[test]
fn a_scheme_takes_a_figure_with_its_root_and_passage() {
    let desk = Desk::with_case();
    desk.write("a.txt", "Report, June 2016.\n\nThe First Institute said that about 2,400 North Korean workers were in Poland in 2016.\n");
    assert_eq!(desk.case(&["add", "a.txt"]).code, 0);
    let row = desk.case(&["figures", "--kind", "worker_count", "--json"]).rows().remove(0);
    let id = row["id"].as_str().unwrap();
    let scheme = |parameter: &str, figure: &str| {
        let mut parameters = vec![
            ("stock", "{ value = 1000, source = \"x\" }".to_owned()),
            ("rotation", "{ value = 36, source = \"x\" }".to_owned()),
            ("wage", "{ value = 700, source = \"x\" }".to_owned()),
            ("duty", "{ value = 350, source = \"x\" }".to_owned()),
        ];
        for (name, value) in &mut parameters {
            if *name == parameter {
                *value = format!("{{ figure = \"{figure}\" }}");
            }
        }
        let lines: String = parameters.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        desk.write("s.toml", format!("name = \"n\"\ncurrency = \"USD\"\nstart = \"2016-12\"\nmonths = 3\n[[host]]\nid = \"pl\"\nname = \"Poland\"\n[host.parameters]\n{lines}"));
        desk.case(&["scheme", "explain", "s.toml", "--json"])
    };
    let told = scheme("stock", &id[..8]);
    assert_eq!(told.code, 0, "{}", told.err);
    let parameters = told.rows().remove(0)["parameters"].clone();
    let stock = parameters.as_array().unwrap().iter().find(|row| row["name"] == "pl.stock").unwrap().clone();
    assert_eq!(
        (&stock["low"], &stock["central"], &stock["high"]),
        (&2040.0.into(), &2400.0.into(), &2760.0.into())
    );
    assert_eq!(stock["source"], format!("First Institute, 2016, by figure {id}"));
    let note = stock["note"].as_str().unwrap();
    assert!(
        note.contains("“about 2,400 North Korean workers” in a.txt, claim ")
            && note.ends_with("1 mention, 1 root"),
        "{note}"
    );
    let wrong = scheme("wage", id);
    assert!(
        wrong.code == 1
            && wrong.err.contains("s.toml:11:8: wage: figure ")
            && wrong.err.contains("is a worker_count, and a wage_gross is needed"),
        "{}",
        wrong.err
    );
    let none = scheme("stock", "ffff0000");
    assert!(none.code == 1 && none.err.contains("stock: ") && none.err.contains("ffff0000"), "{}", none.err);
    desk.write("alone/s.toml", std::fs::read_to_string(desk.path("s.toml")).unwrap());
    assert!(desk.run(&["scheme", "explain", "alone/s.toml"]).err.contains("only in a workspace"));
}
