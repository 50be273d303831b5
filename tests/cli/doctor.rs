//! `doctor`: what is as it should be, and each thing that is not, with what to do.

use crate::place::Place;
use std::fs;

/// A day on which the sample is as it should be.
const NOW: &str = "2023-11-03T09:00";

fn add(place: &Place, section: &str, line: &str) {
    place.replace("config/quarterpack.toml", section, &format!("{section}{line}\n"));
}

#[test]
fn the_sample_is_as_it_should_be_and_every_part_is_named() {
    let place = Place::whole();
    let before = place.files(".");
    let said = place.quarterpack(["doctor", "--now", NOW]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    for words in [
        "Configuration:\n  ok     config/quarterpack.toml: it can be used, with 5 packs",
        "Plans:\n  ok     2021-22: 21 measures, 17 actions",
        "  note   their checks: ",
        "Fonts:\n  ok     the program's fonts: they draw every sign",
        "Reading returns:\n",
        "  ok     inbox samples/returns: it can be read",
        "  ok     output out: the first run makes it",
        "  ok     host of the record: ",
        "Disk:\n  ok     output out: ",
        "Permissions:\n  ok     settings and record: nobody else may change them",
        "Clock:\n  ok     this machine's clock: Fri 3 Nov 2023 09:00 GMT, by Europe/London",
        "Holidays:\n  ok     bank holidays: they are known up to 31 December 2027",
        "  note   the timetable: nothing runs it yet",
        "  ok     officers: drafts and failures go to 1 officer",
        "Secrets:\n  ok     secrets: none are needed",
        "  ok     transport: messages are put into out/outbox, for you to send",
        "Everything is as it should be. Nothing was sent.",
    ] {
        let plain = said.out.replace('\u{a0}', " ");
        assert!(plain.contains(words), "{words}: {plain}");
    }
    assert!(place.files(".") == before, "nothing is left behind");
    // Once they are there, they are said to be.
    fs::create_dir_all(place.path("out/record")).unwrap();
    let said = place.quarterpack(["doctor", "--now", NOW]);
    for folder in ["output out", "record out/record"] {
        assert!(
            said.out.contains(&format!("  ok     {folder}: it can be written into")),
            "{folder}"
        );
    }
}

/// Spoils one thing, and finds it named with its remedy; the program ends with 3.
fn finds(spoil: impl Fn(&Place), now: &str, wrong: &str, remedy: &str) {
    let place = Place::whole();
    spoil(&place);
    let said = place.quarterpack(["doctor", "--now", now]);
    let plain = said.out.replace('\u{a0}', " ");
    assert_eq!((said.code, said.err.as_str()), (3, ""), "{wrong}: {plain}");
    let mut lines = plain.lines().skip_while(|line| !line.contains(wrong));
    let line = lines.next().unwrap_or_default();
    assert!(line.starts_with("  WRONG  "), "{wrong}: {plain}");
    let told = lines.find(|line| line.starts_with("         to do: ")).unwrap();
    assert!(told.contains(remedy), "{wrong}: {told}");
    assert!(plain.contains(" not as it should be. Nothing was sent."), "{plain}");
}

#[cfg(unix)]
#[test]
fn a_file_in_the_inbox_that_can_t_be_opened_is_told() {
    let gone = |place: &Place| {
        std::os::unix::fs::symlink("x", place.path("samples/returns/a.xlsx")).unwrap();
    };
    let wrong = "inbox samples/returns/a.xlsx: the file can't be opened; the system says: No such";
    finds(gone, NOW, wrong, "check who may read it");
}

#[test]
fn a_configuration_that_can_t_be_used_is_told_and_the_rest_is_looked_at() {
    let place = Place::whole();
    place.write("config/packs/social-work-committee.toml", "body = 1\n");
    let said = place.quarterpack(["doctor", "--now", NOW]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.out.contains("WRONG  config/quarterpack.toml: "), "{}", said.out);
    assert!(said.out.contains("social-work-committee.toml"), "{}", said.out);
    assert!(said.out.contains("Plans:\n  not looked at: the configuration can't be used"));
    assert!(said.out.contains("  ok     inbox samples/returns"), "{}", said.out);
}

#[test]
fn what_the_packs_are_made_of_is_looked_at() {
    let config = "config/quarterpack.toml";
    finds(
        |place| place.replace(config, "quarter = \"2023-24 Q2\"\n", ""),
        "2024-07-03T09:00",
        "2024-25 Q1: there is no plan for 2024-25",
        "quarterpack plan roll --year 2024-25",
    );
    finds(
        |place| place.replace(config, "quarterly figures", "quarterly \u{1F980}"),
        NOW,
        "quarterpack.toml: no font has “\u{1F980}” (U+1F980)",
        "write it otherwise",
    );
    finds(
        |place| {
            let lists = fs::read_to_string(place.path("config/lists.toml")).unwrap();
            place.write("config/lists.toml", &lists.replacen("restricted = true\n", "", 1));
        },
        NOW,
        "is exempt, and goes to nobody",
        "put restricted = true into the list officers",
    );
}

#[test]
fn folders_disk_and_rights_are_looked_at() {
    let config = "config/quarterpack.toml";
    finds(
        |place| place.replace(config, "../samples/returns", "../samples/nowhere"),
        NOW,
        "inbox samples/nowhere: it can't be read",
        "name another as paths.inbox",
    );
    finds(
        |place| place.write("out", "in the way"),
        NOW,
        "output out: out can't be written into: ",
        "let this account write there, or set paths.output",
    );
    finds(
        |place| add(place, "[paths]\n", "maildir = \"../mail\""),
        NOW,
        "maildir mail/new: it is not there",
        "paths.maildir",
    );
    finds(
        |place| place.write("out/record/host", "elsewhere.council.example\n"),
        NOW,
        "host of the record: it belongs to elsewhere.council.example",
        "quarterpack record adopt",
    );
    if cfg!(target_os = "linux") {
        // A file system without room.
        finds(
            |place| add(place, "[paths]\n", "output = \"/proc/nothing\""),
            NOW,
            "output /proc/nothing: 0 MB free",
            "make room",
        );
    }
}

#[cfg(unix)]
#[test]
fn whoever_may_change_settings_or_read_secrets_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let rights = |place: &Place, file: &str, mode| {
        fs::set_permissions(place.path(file), fs::Permissions::from_mode(mode)).unwrap();
    };
    finds(
        |place| rights(place, "config/lists.toml", 0o666),
        NOW,
        "lists config/lists.toml: anybody on this machine may change it",
        "chmod o-w config/lists.toml",
    );
    finds(
        |place| {
            add(
                place,
                "officers = \"officers\"\n",
                "transport = \"smtp\"\nsmtp.host = \"127.0.0.1\"\nsmtp.port = 1\n\
                 smtp.login = \"password\"\nsmtp.user = \"packs\"\n\
                 smtp.password = { file = \"mail.secret\" }",
            );
            place.write("config/mail.secret", "s3cret");
            rights(place, "config/mail.secret", 0o644);
        },
        NOW,
        "mail.secret: others than its owner may read it",
        "chmod 600",
    );
}

/// From the environment, a file, or the folder that systemd names; and it is printed nowhere.
#[cfg(unix)]
#[test]
fn a_secret_is_read_from_each_place_that_it_may_be_kept_in() {
    use std::os::unix::fs::PermissionsExt;
    for (kept, called) in [
        ("{ env = \"MAIL_SECRET\" }", "the environment variable MAIL_SECRET"),
        ("{ file = \"secrets/mail\" }", "the file config/secrets/mail"),
        ("{ credential = \"mail\" }", "the systemd credential mail"),
    ] {
        let place = Place::new();
        let smtp = format!(
            "transport = \"smtp\"\nsmtp.host = \"127.0.0.1\"\nsmtp.port = 1\n\
             smtp.login = \"password\"\nsmtp.user = \"packs\"\nsmtp.password = {kept}"
        );
        add(&place, "officers = \"officers\"\n", &smtp);
        let doctor = || {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_quarterpack"))
                .env_clear()
                .env(
                    "MAIL_SECRET",
                    if place.path("config/secrets").exists() { "s3cret" } else { "" },
                )
                .env("CREDENTIALS_DIRECTORY", place.path("config/secrets"))
                .current_dir(place.path(""))
                .args(["doctor", "--now", NOW])
                .output()
                .unwrap();
            format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )
        };
        let without = doctor();
        assert!(without.contains("there is no secret in"), "{called}: {without}");
        place.write("config/secrets/mail", "s3cret\n");
        let file = place.path("config/secrets/mail");
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
        let with = doctor();
        assert!(with.contains(&format!("ok     {called}: there is a secret")), "{with}");
        assert!(!without.contains("s3cret") && !with.contains("s3cret"), "{with}");
    }
}

#[test]
fn clock_holidays_and_timetable_are_looked_at() {
    finds(
        |_| (),
        "2027-11-03T09:00",
        "bank holidays: they are known up to 31 December 2027, and the coming year ends on 3 \
         November 2028",
        "put those that come after it into collection.local_holidays",
    );
    let runs = |place: &Place| {
        for now in ["2023-09-29T12:00", "2023-10-02T09:00"] {
            let said = place.quarterpack(["due", "--now", now]);
            assert_eq!(said.code, 0, "{}", said.err);
        }
    };
    finds(runs, "2023-10-01T09:00", "and the record has a step of Mon 2 Oct 2023", "set the clock");
    finds(
        runs,
        "2023-10-09T09:00",
        "2023-24 Q2: reminder: due on Fri 6 Oct 2023 09:00 BST",
        "see that quarterpack due or serve runs",
    );
}

/// A template that nobody altered is the program's, and files are counted as `config check` does.
#[test]
fn doctor_counts_what_is_altered_and_what_a_run_would_read() {
    let place = Place::new();
    place.write("samples/returns/.hidden", "no return");
    let templates = || {
        let said = place.quarterpack(["doctor", "--now", NOW]).out;
        let line = said.lines().find(|line| line.contains("texts are your own")).unwrap();
        line.to_owned()
    };
    let (_, text) =
        quarterpack::wording::embedded().find(|(name, _)| *name == "report/purpose.txt").unwrap();
    fs::create_dir_all(place.path("templates/report")).unwrap();
    place.write("templates/report/purpose.txt", text);
    assert!(templates().contains(" 0 of "), "{}", templates());
    place.write("templates/report/purpose.txt", &format!("{text}And more.\n"));
    assert!(templates().contains(" 1 of "), "{}", templates());
    let files = |out: &str| {
        let line = out.lines().find(|line| line.contains("inbox")).unwrap();
        line.split_whitespace().find_map(|word| word.parse::<usize>().ok())
    };
    let doctor = files(&place.quarterpack(["doctor", "--now", NOW]).out);
    assert_eq!(doctor, files(&place.quarterpack(["config", "check"]).out));
    assert!(doctor.is_some());
}
