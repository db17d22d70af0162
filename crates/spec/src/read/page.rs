//! How answers come in pages.

use std::ops::Range;

use super::Reader;
use crate::model::{NextPage, Page, PageBy};
use crate::syntax::Table;

const WAYS: [&str; 3] = ["number", "offset", "cursor"];
const NEXT: [&str; 4] = ["next", "last", "link", "link_header"];

impl Reader<'_> {
    /// Reads `page`; `None` where it does not say what chooses a page, which has been noted then.
    pub(super) fn page(&mut self, t: Table<'_>) -> Option<Page> {
        let whole = t.span.clone();
        let by = self.only_one(&t, WAYS, "what chooses a page");
        if by.is_none() {
            t.lacks("number", "say what chooses a page: `number = \"...\"`, or `offset`, or `cursor`");
        }
        let next =
            self.only_one(&t, NEXT, "where a page says which one follows").map(|(word, said, span)| match word {
                "next" => NextPage::Field(said),
                "last" => NextPage::Last(said),
                "link" => NextPage::Link(said),
                _ => {
                    if said != NextPage::RELATION {
                        let message = format!("`link_header` is `{said}`, which leads to no next page");
                        self.paging(&span, message, "write \"next\", the relation that the header gives the next page");
                    }
                    NextPage::LinkHeader
                }
            });
        let page = Page {
            by: match by? {
                ("number", wire, _) => PageBy::Number(wire),
                ("offset", wire, _) => PageBy::Offset(wire),
                (_, wire, _) => PageBy::Cursor(wire),
            },
            next,
            size: t.text("size").map(|size| size.value),
            total: t.text("total").map(|total| total.value),
            more: t.text("more").map(|more| more.value),
            items: t.text("items").map(|items| items.value),
            default_size: t.count("default_size"),
            max_size: t.count("max_size"),
        };
        t.finish();
        if matches!((&page.by, &page.next), (PageBy::Cursor(_), None)) {
            let help = "add `next = \"...\"`, the field of the answer that has it; or `last`, `link` or `link_header`";
            self.paging(&whole, "nothing says where the next `cursor` comes from".into(), help);
        }
        let of_object = [page.total.as_ref().map(|_| "total"), page.more.as_ref().map(|_| "more")];
        let of_next = page.next.as_ref().map(|next| next.word().0).filter(|word| matches!(*word, "next" | "link"));
        if let (None, Some(word)) = (&page.items, of_object.into_iter().flatten().chain(of_next).next()) {
            let message = format!("`{word}` is a field of the answer, which is a list where no `items` are named");
            self.paging(&whole, message, "add `items = \"...\"`; without it the answer is the list itself");
        }
        let sizes = [page.default_size.map(|_| "default_size"), page.max_size.map(|_| "max_size")];
        if let (None, Some(word)) = (&page.size, sizes.into_iter().flatten().next()) {
            let message = format!("`{word}` is about the argument `size`, which is not there");
            self.paging(&whole, message, "add `size = \"...\"`, or remove it");
        }
        Some(page)
    }

    /// The one of these words that is written, and what it says.
    fn only_one<const N: usize>(
        &self,
        t: &Table<'_>,
        words: [&'static str; N],
        what: &str,
    ) -> Option<(&'static str, String, Range<usize>)> {
        let mut written = words.into_iter().filter_map(|word| Some((word, t.text(word)?)));
        let (word, said) = written.next()?;
        for (other, at) in written {
            let message = format!("`{word}` and `{other}` both say {what}");
            self.paging(&at.span, message, "keep one of them");
        }
        Some((word, said.value, said.span))
    }

    fn paging(&self, span: &Range<usize>, message: String, help: &str) {
        self.mistakes.add("S045", span, message, Some(help.to_owned()));
    }
}
