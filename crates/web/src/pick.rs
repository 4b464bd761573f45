//! What in the results can be chosen to see its rows: everything that carries `data-filter`, be it a segment, a state,
//! a bar or the line of a finding. One listener hears of all of them, so that whoever draws them only has to say which
//! rows they stand for; how that is written is for `segmint_page::filter` to say.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, SvgElement};

use crate::dom::{children, flag, set};

/// The filter that takes the rows which an element stands for.
const FILTER: &str = "data-filter";

/// Among the children of such an element the arrow keys go from one that can be chosen to the next, and Tab comes to one of them
/// alone: nobody wants to press it fifty times to come by a map.
const ROVING: &str = "data-roving";

/// Has an element stand for the rows that this filter takes, or for none. What is no button gets to be one.
pub(crate) fn offer(element: &Element, filter: Option<&str>) {
    let is_button = element.tag_name() == "BUTTON";
    point(element, filter);
    if is_button {
        flag(element, "disabled", filter.is_none());
    } else if filter.is_some() {
        set(element, "role", "button");
        if !element.has_attribute("tabindex") {
            set(element, "tabindex", if is_roving(element) { "-1" } else { "0" });
        }
    } else {
        let _ = element.remove_attribute("role");
        let _ = element.remove_attribute("tabindex");
    }
}

/// Has an element that can have the focus already stand for the rows that this filter takes, or for none.
pub(crate) fn point(element: &Element, filter: Option<&str>) {
    match filter {
        Some(filter) => set(element, FILTER, filter),
        None => drop(element.remove_attribute(FILTER)),
    }
}

fn is_roving(element: &Element) -> bool {
    element.parent_element().is_some_and(|parent| parent.has_attribute(ROVING))
}

/// Has Tab come to one of those in a group among which the arrow keys go, unless it comes to one already.
pub(crate) fn let_in(group: &Element) {
    let members = || children(group).filter(|member| member.has_attribute(FILTER));
    if members().all(|member| member.get_attribute("tabindex").as_deref() != Some("0"))
        && let Some(first) = members().next()
    {
        set(&first, "tabindex", "0");
    }
}

/// The element that stands for rows and was meant.
pub(crate) fn target(happened: &web_sys::Event) -> Option<Element> {
    let target: Element = happened.target()?.dyn_into().ok()?;
    target.closest(&format!("[{FILTER}]")).ok().flatten()
}

/// The filter that takes the rows which an element stands for, if it stands for some.
pub(crate) fn filter(element: &Element) -> Option<String> {
    element.get_attribute(FILTER)
}

/// Puts the focus on the element so many steps on, if the arrow keys do that here.
pub(crate) fn rove(element: &Element, steps: i32) -> bool {
    let Some(group) = element.parent_element().filter(|_| is_roving(element)) else { return false };
    let members: Vec<Element> =
        children(&group).filter(|member| member.has_attribute(FILTER)).collect();
    let Some(at) = members.iter().position(|member| member == element) else { return false };
    let Some(next) = at.checked_add_signed(steps as isize).and_then(|at| members.get(at)) else {
        return false;
    };
    set(element, "tabindex", "-1");
    set(next, "tabindex", "0");
    focus(next);
    true
}

/// Puts the focus on an element of the document or of a picture.
pub(crate) fn focus(element: &Element) {
    let _ = match element.dyn_ref::<HtmlElement>() {
        Some(element) => element.focus(),
        None => element.dyn_ref::<SvgElement>().map_or(Ok(()), SvgElement::focus),
    };
}
