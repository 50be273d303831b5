//! The metadata packet (XMP), equal to the document information, with what PDF/UA-1 and PDF/A-2a
//! ask to be said.

use std::fmt::Write as _;

/// What a document says about itself.
pub(crate) struct Facts<'a> {
    pub(crate) title: &'a str,
    pub(crate) author: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) producer: &'a str,
    /// `2023-10-27T00:00:00Z`
    pub(crate) when: &'a str,
}

/// Characters that XML can hold, those with a meaning of their own replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A description with its name spaces.
fn about(spaces: &[(&str, &str)], body: &str) -> String {
    let mut names = String::new();
    for (prefix, uri) in spaces {
        let _ = write!(names, " xmlns:{prefix}=\"http://{uri}\"");
    }
    format!("<rdf:Description rdf:about=\"\"{names}>{body}</rdf:Description>\n")
}

fn element(name: &str, body: &str) -> String {
    format!("<{name}>{body}</{name}>")
}

fn resource(body: &str) -> String {
    format!("<rdf:li rdf:parseType=\"Resource\">{body}</rdf:li>")
}

/// PDF/A knows no `pdfuaid`: its extension schema says what it is.
fn extension() -> String {
    let property = [
        element("pdfaProperty:name", "part"),
        element("pdfaProperty:valueType", "Integer"),
        element("pdfaProperty:category", "internal"),
        element("pdfaProperty:description", "Part of ISO 14289"),
    ];
    let properties = element("rdf:Seq", &resource(&property.concat()));
    let schema = [
        element("pdfaSchema:schema", "PDF/UA identification"),
        element("pdfaSchema:namespaceURI", "http://www.aiim.org/pdfua/ns/id/"),
        element("pdfaSchema:prefix", "pdfuaid"),
        element("pdfaSchema:property", &properties),
    ];
    let bag = element("rdf:Bag", &resource(&schema.concat()));
    about(
        &[
            ("pdfaExtension", "www.aiim.org/pdfa/ns/extension/"),
            ("pdfaSchema", "www.aiim.org/pdfa/ns/schema#"),
            ("pdfaProperty", "www.aiim.org/pdfa/ns/property#"),
        ],
        &element("pdfaExtension:schemas", &bag),
    )
}

fn described(facts: &Facts<'_>) -> String {
    let alternative = |text: &str| {
        let li = format!("<rdf:li xml:lang=\"x-default\">{}</rdf:li>", escaped(text));
        element("rdf:Alt", &li)
    };
    let author = element("rdf:Seq", &element("rdf:li", &escaped(facts.author)));
    let body = [
        element("dc:title", &alternative(facts.title)),
        element("dc:description", &alternative(facts.subject)),
        element("dc:creator", &author),
        element("xmp:CreateDate", facts.when),
        element("xmp:ModifyDate", facts.when),
        element("pdf:Producer", &escaped(facts.producer)),
    ];
    about(
        &[
            ("dc", "purl.org/dc/elements/1.1/"),
            ("xmp", "ns.adobe.com/xap/1.0/"),
            ("pdf", "ns.adobe.com/pdf/1.3/"),
        ],
        &body.concat(),
    )
}

/// The packet.
pub(crate) fn packet(facts: &Facts<'_>) -> String {
    let accessible =
        about(&[("pdfuaid", "www.aiim.org/pdfua/ns/id/")], &element("pdfuaid:part", "1"));
    let level = [element("pdfaid:part", "2"), element("pdfaid:conformance", "A")];
    let archival = about(&[("pdfaid", "www.aiim.org/pdfa/ns/id/")], &level.concat());
    let body = [accessible, archival, described(facts), extension()].concat();
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n{body}</rdf:RDF>\
         </x:xmpmeta><?xpacket end=\"w\"?>"
    )
}
