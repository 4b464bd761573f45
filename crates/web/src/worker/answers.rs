//! What a worker says to its page, in the order of what it was told.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::DedicatedWorkerGlobalScope;

use crate::dom::exception;
use crate::messages::AnswerMessage;

/// What a worker says to its page.
#[derive(Clone)]
pub(super) struct Answers {
    scope: DedicatedWorkerGlobalScope,
    /// The latest answer that takes its time, if there was one. It never rejects: none after it could be sent.
    latest: Rc<RefCell<Option<Promise>>>,
}

impl Answers {
    pub(super) fn new(scope: &DedicatedWorkerGlobalScope) -> Answers {
        Answers { scope: scope.clone(), latest: Rc::default() }
    }

    /// The worker.
    pub(super) fn scope(&self) -> &DedicatedWorkerGlobalScope {
        &self.scope
    }

    /// Says something at once, whatever else is on its way.
    pub(super) fn say(&self, reply: &AnswerMessage) {
        let Err(error) = self.post(reply) else { return };
        // What cannot be packed cannot be told, but that can.
        if let Err(error) = self.post(&AnswerMessage::failed(exception(&error))) {
            web_sys::console::error_1(&error);
        }
    }

    fn post(&self, reply: &AnswerMessage) -> Result<(), JsValue> {
        let (message, transfer) = reply.pack()?;
        self.scope.post_message_with_transfer(&message, &transfer)
    }

    /// Answers, behind those before it that take their time: the page counts on their order.
    pub(super) fn answer(&self, reply: AnswerMessage) {
        if self.latest.borrow().is_some() {
            self.answer_later(async { Ok(reply) });
        } else {
            self.say(&reply);
        }
    }

    /// Answers once the answer is there, behind those before it.
    pub(super) fn answer_later(
        &self,
        reply: impl Future<Output = Result<AnswerMessage, JsValue>> + 'static,
    ) {
        let (answers, before) = (self.clone(), self.latest.take());
        let latest = future_to_promise(async move {
            if let Some(before) = before {
                let _ = JsFuture::from(before).await;
            }
            let reply =
                reply.await.unwrap_or_else(|error| AnswerMessage::failed(exception(&error)));
            answers.say(&reply);
            Ok(JsValue::UNDEFINED)
        });
        self.latest.replace(Some(latest));
    }
}
