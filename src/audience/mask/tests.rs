use super::*;
use proptest::prelude::*;

#[track_caller]
fn shows(mask: Mask, said: &str, shown: &str) {
    assert_eq!(mask.text(said), shown);
}

#[test]
fn small_counts_are_taken_out_of_a_text_and_nothing_else() {
    let mask = Mask::small(5);
    for (said, shown) in [
        ("Two of 41 families could not come.", "[c] of 41 families could not come."),
        ("It was 95.3%, or 4 in a hundred", "It was 95.3%, or [c] in a hundred"),
        ("On 4 October, in Quarter 2, 43 came", "On 4 October, in Quarter 2, 43 came"),
        ("Measure 3: 4, and 1,234", "Measure 3: [c], and 1,234"),
        ("Q2 and 2023-24", "Q2 and 2023-24"),
        ("None came, no child, both late", "None came, no child, [c] late"),
        (
            "One hundred and four came, twenty-three late",
            "One hundred and four came, twenty-three late",
        ),
        ("", ""),
    ] {
        shows(mask, said, shown);
    }
}

/// However somebody writes a number, it goes.
#[test]
fn numbers_as_people_write_them_are_taken_out() {
    for (said, shown) in [
        ("thirteen of fourteen came", "[c] of [c] came"),
        ("Twenty-three came, and forty two", "[c] came, and [c]"),
        ("one hundred and four of two thousand and ten", "[c] of [c]"),
        (
            "the fourth child, the 4th child and the 21st",
            "the [c] child, the [c] child and the [c]",
        ),
        ("the twenty-third and the twentieth", "the [c] and the [c]"),
        ("the 3RD child, the 21St and the 4th-born", "the [c] child, the [c] and the [c]-born"),
        (
            "the 2nd daycare place, the third working mother",
            "the [c] daycare place, the [c] working mother",
        ),
        (
            "the third day patient, the fourth days later, until the 3rd day; the 1st sector partner",
            "the [c] day patient, the [c] days later, until the [c] day; the [c] sector partner",
        ),
        (
            "a third, two thirds, two-thirds, three quarters",
            "a [c], [c] [c], [c]-[c], [c] quarters",
        ),
        ("half of them, a quarter of them", "[c] of them, a [c] of them"),
        ("a dozen, two dozen, half a dozen", "a [c], [c], [c]"),
        ("a single child, only one child", "a [c] child, only [c] child"),
        ("twice as many, doubled, halved, fivefold", "[c] as many, [c], [c], [c]"),
        ("a couple, a pair of twins, neither of them", "a [c], a [c] of [c], [c] of them"),
        (
            "up 93%, by 12.5 points, £4m, 3x, x3, ½, ③",
            "up [c]%, by [c] points, £[c]m, [c]x, [c], [c], [c]",
        ),
        ("seen only once, nobody else", "seen only [c], [c] else"),
        ("=129+4; last value, 133", "=[c]+[c]; last value, [c]"),
    ] {
        shows(Mask::strict(), said, shown);
    }
}

/// A number that stands beside a name, and is none of it.
#[test]
fn a_count_behind_a_word_that_names_is_a_count() {
    for (said, shown) in [
        ("this quarter 3 came late", "this quarter [c] came late"),
        ("in the last quarter, 3 came late", "in the last quarter, [c] came late"),
        ("of these 4 may be seen later", "of these [c] may be seen later"),
        ("in 2023 41 families came", "in 2023 [c] families came"),
        ("41 October", "[c] October"),
        ("of 2012 children, type 2000", "of [c] children, type [c]"),
        ("we note 3 families", "we note [c] families"),
    ] {
        shows(Mask::strict(), said, shown);
    }
}

#[test]
fn dates_names_and_turns_of_phrase_stay() {
    for said in [
        "Check F4 and F5 by 13 October 2023",
        "Measure 2, 2023-24 Q1 and 2023/24, since 2021, in March 2022",
        "in quarter 2, on the 4th of October, on 04/10/2023 and 4.10.2023",
        "no one came, one-off work, one another",
        "the first quarter, third sector partners, first aid; first, staff were trained",
        "once the post is filled, a quarter earlier",
        "until the third day; on the second day, she called",
        "no longer, the single shared assessment",
    ] {
        shows(Mask::strict(), said, said);
    }
}

#[test]
fn what_the_plan_itself_says_is_no_number_that_is_said() {
    let label = "Children aged 0 to 4 seen within two days";
    let mask = Mask::strict();
    assert!(!mask.is_said(&format!("{label} changed a good deal"), &[label, "0 to 4"]));
    assert!(mask.is_said(&format!("{label} changed by 93%"), &[label]));
    assert!(mask.is_said(&format!("{label} changed"), &[]));
    // The program writes numbers in digits; a service may write them in words.
    let told = |text: &str| mask.is_told(text, &[label]);
    assert!(!told(
        "more passed to this stage than reached the one before; the measure is there twice"
    ));
    assert!(!told(&format!("“{label}” is red, without a comment")) && !told("Check F4 and F5."));
    for text in ["Last quarter had 27 of 60.", "it is “twice what it was”", "it says “none of them"]
    {
        assert!(told(text), "{text}");
    }
}

proptest! {
    #[test]
    fn no_small_count_stays_and_no_other_word_goes(before in "[a-z ]{0,12}", n in 1u32..5, after in "[ a-z]{0,12}") {
        let text = format!("so {before} of {n} of {after}");
        let shown = Mask::small(5).text(&text);
        prop_assert!(!shown.split(' ').any(|word| word == n.to_string()), "{}", shown);
    }

    #[test]
    fn without_numbers_a_text_stays_as_it_is(text in "[bdgjkmpqyz ,.;:()\n–-]{0,40}") {
        prop_assert_eq!(Mask::strict().text(&text), text.clone());
        prop_assert!(!Mask::strict().is_said(&text, &[]));
    }
}
