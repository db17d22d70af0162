//! Goes from page to page.

use std::cell::Cell;
use std::collections::HashSet;
use std::hash::Hasher;
use std::marker::PhantomData;

use reqwest::header::{HeaderMap, LINK};
use serde::de::{Deserialize as _, DeserializeOwned, DeserializeSeed, Error as _};
use serde_json::Value;

use super::reader::{self, Said, read};
use crate::answer::Answer;
use crate::arguments::Arguments;
use crate::builder::{Build, Failed, Nothing};
use crate::call::Call;
use crate::call_options::{Address, CallOptions};
use crate::client::Client;
use crate::decode::{Problem, mendable, seeded};
use crate::descriptor::{Function, NextPage, Page, PageBy, Shape};
use crate::error::{ArgumentError, Error};
use crate::json::Reader;
use crate::lenient;
use crate::link::links;
use crate::mended::Mended;
use crate::nested;
use crate::read::{Items, Place};

/// Goes from page to page; for callers that know the function only at run time.
///
/// [`fetch`](PageCursor::fetch) brings a page, and reading it moves on: a page that was not read is fetched again.
#[derive(Debug)]
pub struct PageCursor {
    client: Client,
    function: &'static Function,
    arguments: Arguments,
    refused: Option<ArgumentError>,
    options: Option<CallOptions>,
    seen: u64,
    /// What the page before was like, as it came and without its number.
    last: Option<[u64; 2]>,
    /// Where the page stands whose address a page before gave.
    address: Option<Address>,
    /// What the pages before said of the next one: where it comes again, there is no end.
    followed: HashSet<u64>,
    done: bool,
}

impl PageCursor {
    fn new(client: Client, function: &'static Function, arguments: Arguments) -> Self {
        PageCursor {
            client,
            function,
            arguments,
            refused: None,
            options: None,
            seen: 0,
            last: None,
            address: None,
            followed: HashSet::new(),
            done: false,
        }
    }

    pub(super) fn of<T>(call: Call<Vec<T>>) -> Self {
        PageCursor {
            refused: call.refused,
            options: call.options,
            ..PageCursor::new(call.client, call.function, call.arguments)
        }
    }

    /// The next page, not read yet; `None` after the last.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn fetch(&mut self) -> Result<Option<Answer>, Error> {
        if self.function.page.is_none() {
            return Err(Error::Setup(format!("{} does not come in pages", self.function.name)));
        }
        if self.done {
            return Ok(None);
        }
        if let Some(refused) = &self.refused {
            return Err(refused.clone().into());
        }
        let options = match &self.address {
            None => self.options.clone(),
            Some(address) => {
                let options = self.options.clone().unwrap_or_else(|| self.client.options());
                Some(CallOptions { address: Some(address.clone()), ..options })
            }
        };
        self.client.call_with(self.function, self.arguments.clone(), options.as_ref(), false).await.map(Some)
    }

    /// Makes a list of the items of a page; `None` when it is the page before once more, and so the end.
    ///
    /// # Errors
    /// The page does not have the declared form, brings nothing new, or the builder failed.
    pub fn build<B: Build>(&mut self, page: &Answer, build: &mut B) -> Result<Option<B::Value>, Error> {
        let strict = self.read(page, |fields, reader, place| built(self.function, fields, reader, place, build));
        let (read, items) = match strict {
            Ok(read) => read,
            Err(problem) => self.leniently(page, problem, build).map_err(|problem| page.misfit(problem))?,
        };
        Ok(self.moved_on(page, &read)?.then_some(items))
    }

    /// The items of a page, read into a type; empty when it is the page before once more, and so the end.
    ///
    /// # Errors
    /// The page does not have the declared form or brings nothing new.
    pub fn typed<T: DeserializeOwned>(&mut self, page: &Answer) -> Result<Vec<T>, Error> {
        let typed = self.read(page, |fields, reader, _| {
            let (said, items) = read(fields, PhantomData::<Option<Vec<T>>>, &Cell::default(), reader)?;
            let items = items.unwrap_or_default();
            Ok((Read { said, count: items.len() }, items))
        });
        let (read, items) = match typed {
            Ok(read) => read,
            Err(problem) => self.mended(page, problem).map_err(|problem| page.misfit(problem))?,
        };
        Ok(if self.moved_on(page, &read)? { items } else { Vec::new() })
    }

    /// The items of a page as JSON, with whatever fields came; empty when it is the page before once more.
    ///
    /// # Errors
    /// The page does not have the declared form or brings nothing new.
    pub fn json(&mut self, page: &Answer) -> Result<Vec<Value>, Error> {
        let shape = &self.function.answer;
        let read = self.read(page, |fields, reader, place| {
            let (said, items) = read(fields, PhantomData::<Value>, &Cell::default(), reader)?;
            crate::read::Read { shape, build: &mut Nothing, place }
                .deserialize(&items)
                .inspect_err(|_| place.within(fields.items_field))?;
            Ok((said, items))
        });
        let read = read.or_else(|problem| {
            let (said, items, field) = self.apart(page, problem)?;
            let ((), kept) = lenient::read_within(field, shape, &items, &mut Nothing)?;
            page.tell(&kept, &mut Nothing).map(|()| (said, items))
        });
        let (said, items) = read.map_err(|problem| page.misfit(problem))?;
        let items = if let Value::Array(items) = items { items } else { Vec::new() };
        let read = Read { said, count: items.len() };
        Ok(if self.moved_on(page, &read)? { items } else { Vec::new() })
    }

    fn read<T>(
        &self,
        page: &Answer,
        read: impl FnOnce(&'static Page, &mut Reader<'_>, &mut Place) -> serde_json::Result<T>,
    ) -> Result<T, Problem> {
        let (fields, body) = self.parts(page)?;
        seeded(body, |reader, place| read(fields, reader, place))
    }

    fn parts<'p>(&self, page: &'p Answer) -> Result<(&'static Page, &'p [u8]), Problem> {
        match (&self.function.page, &page.bodies[..]) {
            (Some(fields), [body]) => Ok((fields, body)),
            _ => Err(Problem::whole("it is no page")),
        }
    }

    /// What a page says of the pages, the JSON of its items and where they stand, of a page that did not have its form.
    fn apart(&self, page: &Answer, problem: Problem) -> Result<(Said, Value, Option<&'static str>), Problem> {
        let (fields, body) = self.parts(page)?;
        let value = mendable(body, problem.clone())?;
        let (said, items) = read(fields, PhantomData::<Value>, &Cell::default(), value).map_err(|_| problem)?;
        Ok((said, items, fields.items_field))
    }

    /// Makes a list of what can be read of the items of a page.
    fn leniently<B: Build>(&self, page: &Answer, problem: Problem, build: &mut B) -> Result<(Read, B::Value), Problem> {
        let (said, items, field) = self.apart(page, problem)?;
        let (made, kept) = lenient::read_within(field, &self.function.answer, &items, build)?;
        page.tell(&kept, build)?;
        Ok((Read { said, count: items.as_array().map_or(0, Vec::len) }, made))
    }

    /// The same, read into a type.
    fn mended<T: DeserializeOwned>(&self, page: &Answer, problem: Problem) -> Result<(Read, Vec<T>), Problem> {
        // In the same words as wherever else an answer is read.
        let strict = self.read(page, |fields, reader, place| built(self.function, fields, reader, place, &mut Nothing));
        let found = strict.err().unwrap_or_else(|| problem.clone());
        let (said, items, field) = self.apart(page, found)?;
        let (value, kept) = lenient::read_within(field, &self.function.answer, &items, &mut Mended)?;
        let items = Vec::<T>::deserialize(&value).map_err(|_| problem)?;
        page.tell(&kept, &mut Nothing)?;
        Ok((Read { said, count: items.len() }, items))
    }

    /// Notes that a page was read; gives whether it was another than the page before.
    fn moved_on(&mut self, page: &Answer, read: &Read) -> Result<bool, Error> {
        let (Some(fields), Some(body)) = (self.function.page.as_ref(), page.bodies.first()) else { return Ok(false) };
        let next = match fields.next {
            NextPage::Counted => return self.count_on(page, fields, body, read),
            NextPage::Field(_) | NextPage::Link(_) => read.said.next.clone(),
            NextPage::Last(field) => last_of(fields, body, field),
            NextPage::LinkHeader => next_link(&page.facts.headers),
        };
        let next = next.filter(|next| !next.is_empty() && read.said.more != Some(false));
        let Some(next) = next else {
            self.done = true;
            return Ok(true);
        };
        if !self.followed.insert(fingerprint(next.as_bytes(), None)) {
            return Err(page.misfit(Problem::whole("it says that a page comes next which has been read before")));
        }
        if matches!(fields.next, NextPage::Link(_) | NextPage::LinkHeader) {
            let address = self.follow(&next).map_err(|problem| page.misfit(Problem::whole(problem)))?;
            self.address = Some(address);
        } else {
            let next = match (fields.by, next.parse::<u64>()) {
                (PageBy::Number | PageBy::Offset, Ok(number)) => number.into(),
                _ => Value::String(next),
            };
            self.arguments.insert(fields.argument.to_owned(), next);
        }
        Ok(true)
    }

    /// The address that a page gives for the next one. Whoever is elsewhere gets no token.
    fn follow(&self, next: &str) -> Result<Address, String> {
        let asked = match &self.address {
            Some(Address(address)) => address.clone(),
            None => self.client.address_of(self.function, &self.arguments).map_err(|error| error.to_string())?,
        };
        let no_address = |_| "what it gives for the next page is no address".to_owned();
        let mut next = asked.join(next).map_err(no_address)?;
        next.set_fragment(None);
        if !next.username().is_empty() || next.password().is_some() {
            return Err("the address of the next page holds a user name or a password; it is not asked".to_owned());
        }
        if next.origin() != asked.origin() {
            let (there, here) = (next.origin().ascii_serialization(), asked.origin().ascii_serialization());
            return Err(format!("the next page is said to be at {there}, which is not asked: the login is for {here}"));
        }
        Ok(Address(next))
    }

    /// Counts on to the next page, where pages do not say it.
    fn count_on(&mut self, page: &Answer, fields: &Page, body: &[u8], read: &Read) -> Result<bool, Error> {
        let (Said { size, total, more, .. }, count) = (&read.said, read.count as u64);
        // Counted here, because a server may leave its own count out or begin it elsewhere.
        let first = if fields.by == PageBy::Offset { 0 } else { 1 };
        let at = self.arguments.get(fields.argument).and_then(Value::as_u64).unwrap_or(first);
        // Where the walk began counts too: items on earlier pages will not come.
        let (before, next) = match fields.by {
            PageBy::Offset => (at, at.saturating_add(count)),
            _ => (at.saturating_sub(1).saturating_mul(size.unwrap_or(count)), at.saturating_add(1)),
        };
        self.seen = before.max(self.seen).saturating_add(count);
        self.done = count == 0
            || match (more, total) {
                (Some(more), _) => !more,
                (None, Some(total)) => self.seen >= *total,
                (None, None) => size.is_some_and(|size| count < size),
            };
        self.arguments.insert(fields.argument.to_owned(), Value::from(next));
        let numbered = fields.number_field.map(|field| (field, at));
        let like = [fingerprint(body, None), fingerprint(body, numbered)];
        let again = |last: [u64; 2]| last[0] == like[0] || last[1] == like[1];
        if self.last.replace(like).is_some_and(again) && count > 0 {
            self.done = true;
            // A server that knows no pages answers all of them alike.
            return match total {
                None => Ok(false),
                Some(total) => Err(page.misfit(Problem::whole(format!(
                    "page {at} is the page before once more, although there are to be {total} items"
                )))),
            };
        }
        Ok(true)
    }
}

/// What was read of a page beside its items.
struct Read {
    said: Said,
    count: usize,
}

/// Reads a page whose items are made by a builder.
fn built<B: Build>(
    function: &Function,
    fields: &'static Page,
    reader: &mut Reader<'_>,
    place: &mut Place,
    build: &mut B,
) -> serde_json::Result<(Read, B::Value)> {
    let Shape::List(item) = function.answer.non_null() else {
        return Err(serde_json::Error::custom("the items of its pages are no list"));
    };
    let mut list = build.list().map_err(unmade)?;
    let mut count = 0;
    let items = Items { shape: item, build: &mut *build, place, list: &mut list, count: &mut count };
    let inside = Cell::new(false);
    let page = read(fields, items, &inside, reader);
    let (said, ()) = page.inspect_err(|_| {
        if inside.get() {
            place.within(fields.items_field);
        }
    })?;
    Ok((Read { said, count }, build.listed(list).map_err(unmade)?))
}

impl Client {
    /// Walks through the pages of a function that is known only at run time.
    pub fn walk(&self, function: &'static Function, arguments: Arguments) -> PageCursor {
        PageCursor::new(self.clone(), function, arguments)
    }
}

/// A number that is the same for equal pages; where a field and its number are given, also for those that differ in it alone.
fn fingerprint(body: &[u8], number: Option<(&str, u64)>) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    let mut rest = body;
    if let Some((field, number)) = number {
        let (name, number) = (format!("\"{field}\""), number.to_string());
        while let Some(at) = rest.windows(name.len()).position(|window| window == name.as_bytes()) {
            let (before, after) = rest.split_at(at + name.len());
            hasher.write(before);
            rest = after.trim_ascii_start();
            let value = rest.strip_prefix(b":").map(<[u8]>::trim_ascii_start);
            let value = value.map(|value| value.strip_prefix(b"\"").unwrap_or(value));
            rest = value.and_then(|value| value.strip_prefix(number.as_bytes())).unwrap_or(rest);
        }
    }
    hasher.write(rest);
    hasher.finish()
}

/// A field of the last item of a page.
fn last_of(fields: &Page, body: &[u8], field: &str) -> Option<String> {
    let whole: Value = serde_json::from_slice(body).ok()?;
    let items = fields.items_field.map_or(Some(&whole), |items| nested::find(&whole, items))?;
    reader::text_of(nested::find(items.as_array()?.last()?, field)?)
}

/// The address of the next page in the headers `Link`.
fn next_link(headers: &HeaderMap) -> Option<String> {
    let headers = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    let is_next = |relations: &str| relations.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("next"));
    headers.flat_map(links).find(|(_, relations)| is_next(relations)).map(|(address, _)| address.to_owned())
}

fn unmade<E: serde::de::Error>(Failed: Failed) -> E {
    E::custom("a value could not be made")
}
