//! Typed elements, and listeners and timers that end with their value. Nothing of Segmint.

use js_sys::{Promise, Reflect};
use thiserror::Error;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement, Node, Window,
};

/// The namespace in which SVG elements are made.
const SVG: &str = "http://www.w3.org/2000/svg";

/// What can go wrong between this code and the browser.
#[derive(Debug, Error)]
pub(crate) enum Trouble {
    /// The document and this code do not fit together.
    #[error("the page has no {kind} at {place}")]
    Missing {
        /// The kind of element that was looked for.
        kind: &'static str,
        /// Its id or selector.
        place: String,
    },
    /// The browser refused.
    #[error("{0}")]
    Refused(String),
}

impl From<JsValue> for Trouble {
    fn from(value: JsValue) -> Trouble {
        Trouble::Refused(exception(&value))
    }
}

/// What the browser threw, in words.
pub(crate) fn exception(value: &JsValue) -> String {
    let name = Reflect::get(value, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("QuotaExceededError") => "the disk, or what this browser allows, is full".to_owned(),
        Some("NotAllowedError") => "this browser may not, or may no longer".to_owned(),
        Some("NotFoundError") => "it is no longer there".to_owned(),
        Some("NoModificationAllowedError") => "something else has it open".to_owned(),
        _ => {
            let error = value.dyn_ref::<js_sys::Error>();
            let text = error.map(|error| String::from(error.to_string()));
            text.or_else(|| value.as_string()).unwrap_or_else(|| format!("{value:?}"))
        }
    }
}

/// Waits.
pub(crate) async fn sleep(milliseconds: i32) -> Result<(), Trouble> {
    let window = window()?;
    let mut asked = Ok(0);
    let passed = Promise::new(&mut |resolve, _| {
        asked =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    asked?;
    JsFuture::from(passed).await?;
    Ok(())
}

/// The window of this page.
pub(crate) fn window() -> Result<Window, Trouble> {
    web_sys::window().ok_or(Trouble::Missing { kind: "window", place: "the scope".to_owned() })
}

/// The element with this id.
pub(crate) fn by_id<T: JsCast>(document: &Document, id: &str) -> Result<T, Trouble> {
    document
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| missing::<T>(id))
}

/// The first element within `parent` that the selector finds.
pub(crate) fn within<T: JsCast>(parent: &Element, selector: &str) -> Result<T, Trouble> {
    parent
        .query_selector(selector)?
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| missing::<T>(selector))
}

fn missing<T>(place: &str) -> Trouble {
    Trouble::Missing { kind: std::any::type_name::<T>(), place: place.to_owned() }
}

/// A piece of the document to be copied.
#[derive(Clone)]
pub(crate) struct Template(Element);

impl Template {
    /// The first element of the `<template>` with this id.
    pub(crate) fn by_id(document: &Document, id: &str) -> Result<Template, Trouble> {
        let template: HtmlTemplateElement = by_id(document, id)?;
        template.content().first_element_child().map(Template).ok_or_else(|| missing::<Element>(id))
    }

    /// A fresh copy.
    pub(crate) fn copy(&self) -> Result<Element, Trouble> {
        let node: Node = self.0.clone_node_with_deep(true)?;
        node.dyn_into().map_err(|_| missing::<Element>("a template"))
    }

    /// Makes `parent` hold exactly `count` copies, keeping those that it has: elements that stay
    /// keep their place, so nothing jumps.
    pub(crate) fn fit(&self, parent: &Element, count: u32) -> Result<(), Trouble> {
        while parent.child_element_count() > count {
            if let Some(last) = parent.last_element_child() {
                last.remove();
            }
        }
        while parent.child_element_count() < count {
            parent.append_child(&*self.copy()?)?;
        }
        Ok(())
    }
}

/// The element children of `parent`, in order.
pub(crate) fn children(parent: &Element) -> impl Iterator<Item = Element> {
    std::iter::successors(parent.first_element_child(), Element::next_element_sibling)
}

/// A new SVG element.
pub(crate) fn svg(document: &Document, name: &str) -> Result<Element, Trouble> {
    Ok(document.create_element_ns(Some(SVG), name)?)
}

/// Sets the text if it differs: what does not change costs no layout. A text that stands there alone gets other words
/// and stays what it is: a new one would have the styles looked up of all that depends on what an element holds.
pub(crate) fn set_text(node: &Node, text: &str) {
    if node.text_content().as_deref() == Some(text) {
        return;
    }
    let is_alone =
        |child: &Node| child.node_type() == Node::TEXT_NODE && child.next_sibling().is_none();
    match node.first_child().filter(is_alone) {
        Some(words) => words.set_node_value(Some(text)),
        None => node.set_text_content(Some(text)),
    }
}

/// Sets an attribute. Fails for no name that this code uses, so a failure is not worth a branch.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Sets an attribute to the word `true`, or removes it.
pub(crate) fn flag(element: &Element, name: &str, on: bool) {
    let _ = if on { element.set_attribute(name, "true") } else { element.remove_attribute(name) };
}

/// Shows or hides an element.
pub(crate) fn show(element: &HtmlElement, shown: bool) {
    if element.hidden() == shown {
        element.set_hidden(!shown);
    }
}

/// An event listener that unregisters when it is dropped.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `callback` on each event `name` of `target`.
    pub(crate) fn new(
        target: &EventTarget,
        name: &'static str,
        callback: impl FnMut(Event) + 'static,
    ) -> Result<Listener, Trouble> {
        let callback = Closure::<dyn FnMut(Event)>::new(callback);
        target.add_event_listener_with_callback(name, callback.as_ref().unchecked_ref())?;
        Ok(Listener { target: target.clone(), name, callback })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.name, callback);
    }
}

/// A call at a later time, that is never made once this is dropped.
pub(crate) struct Timer {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `callback` once, in `milliseconds`.
    pub(crate) fn after(
        milliseconds: i32,
        callback: impl FnMut() + 'static,
    ) -> Result<Timer, Trouble> {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let id = window()?.set_timeout_with_callback_and_timeout_and_arguments_0(
            callback.as_ref().unchecked_ref(),
            milliseconds,
        )?;
        Ok(Timer { id, _callback: callback })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Ok(window) = window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}
