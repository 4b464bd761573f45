//! The page in a frame of another document: lean, opened once it is seen, telling that document how
//! high it is and nothing else, with a way out to the whole page. How it looks is for the style
//! sheet.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Document, Element, HtmlAnchorElement, HtmlElement, IntersectionObserver,
    IntersectionObserverEntry, ResizeObserver, Url, Window,
};

use segmint_page::address;

use crate::dom::{Listener, Trouble, by_id, show};

/// The word in the query that asks for the lean view.
const EMBED: &str = "embed";

/// How the document shows itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// With all there is.
    Page,
    /// Lean, in a frame.
    Embed,
}

impl View {
    /// What `boot.js` made of the address before anything was seen.
    pub(crate) fn of(root: &Element) -> View {
        match root.get_attribute("data-view").as_deref() {
            Some(EMBED) => View::Embed,
            _ => View::Page,
        }
    }
}

/// Tells the document around the frame how high this one is, now and whenever that changes. There
/// is nothing secret in it, so anyone may hear it.
pub(crate) fn tell_height(window: &Window, root: &Element) -> Result<(), Trouble> {
    let Some(parent) = window.parent()?.filter(|parent| parent != window) else {
        return Ok(());
    };
    let measured = root.clone();
    let mut told = 0;
    let mut tell = move || {
        // Whatever the frame's own height. Of a fraction of a pixel the frame would make a scroll bar.
        let height = measured.get_bounding_client_rect().height().ceil() as u32;
        if height == told {
            return;
        }
        told = height;
        if let Err(trouble) = post_height(&parent, height) {
            web_sys::console::warn_1(&trouble.to_string().into());
        }
    };
    // Out of sight a browser may observe nothing, and later the document would jump.
    tell();
    let callback = Closure::<dyn FnMut()>::new(tell);
    ResizeObserver::new(callback.as_ref().unchecked_ref())?.observe(root);
    // It lives as long as the document.
    callback.forget();
    Ok(())
}

/// Posts whose message this is and what it is about, and the height in CSS pixels.
fn post_height(parent: &Window, height: u32) -> Result<(), Trouble> {
    let message = Object::new();
    Reflect::set(&message, &"segmint".into(), &"height".into())?;
    Reflect::set(&message, &"height".into(), &height.into())?;
    Ok(parent.post_message(&message, "*")?)
}

/// Calls `begin` once some of this document is seen: frames further down a page cost it no workers
/// and no rows until somebody comes by.
pub(crate) fn when_seen(root: &Element, begin: impl FnOnce() + 'static) -> Result<(), Trouble> {
    let mut begin = Some(begin);
    let look = Closure::<dyn FnMut(Array, IntersectionObserver)>::new(
        move |entries: Array, observer: IntersectionObserver| {
            let mut entries = entries.iter().map(JsCast::unchecked_into);
            if entries.any(|entry: IntersectionObserverEntry| entry.is_intersecting())
                && let Some(begin) = begin.take()
            {
                observer.disconnect();
                begin();
            }
        },
    );
    IntersectionObserver::new(look.as_ref().unchecked_ref())?.observe(root);
    // It lives as long as the document.
    look.forget();
    Ok(())
}

/// What the lean view has and the whole page has not.
pub(crate) struct Embed {
    window: Window,
    way_out: HtmlAnchorElement,
    _clicks: [Listener; 2],
}

impl Embed {
    /// Finds the places in the document.
    pub(crate) fn find(window: &Window, document: &Document) -> Result<Embed, Trouble> {
        let way_out: HtmlAnchorElement = by_id(document, "way-out")?;
        let download: HtmlElement = by_id(document, "download")?;
        let permits: HtmlElement = by_id(document, "permits")?;
        // A browser that refuses a frame its download, or a tab, tells the frame nothing of it.
        let explain = |target: &HtmlElement| {
            let permits = permits.clone();
            Listener::new(target, "click", move |_| show(&permits, true))
        };
        let clicks = [explain(&download)?, explain(&way_out)?];
        Ok(Embed { window: window.clone(), way_out, _clicks: clicks })
    }

    /// Points the way out at this fragment of the whole page.
    pub(crate) fn point_at(&self, fragment: &str) -> Result<(), Trouble> {
        let url = Url::new(&address::home(&self.window.location().href()?))?;
        url.search_params().delete(EMBED);
        url.set_hash(fragment);
        self.way_out.set_href(&url.href());
        Ok(())
    }
}
