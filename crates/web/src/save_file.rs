//! Where a file on disk can be: one that the reader picks, or one in this site's own storage, to be
//! downloaded from there. What the browser offers, how it is asked, and how what is not finished
//! goes away again. Nothing of what is written.

use js_sys::{Array, AsyncIterator, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, StorageEstimate, StorageManager, Window,
};

use segmint::tables::TableId;
use segmint_page::output_format::OutputFormat;
use segmint_page::protocol::Access;
use segmint_page::save_target::Capabilities;

use crate::dom::{Trouble, sleep, window};

// What web-sys has not, or only as unstable.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = showSaveFilePicker, catch)]
    fn show_save_file_picker(options: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
    static LOCKS: Locks;

    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        options: &Object,
        holder: &Function,
    ) -> Result<Promise, JsValue>;

    type Removable;

    #[wasm_bindgen(method, catch)]
    fn remove(this: &Removable) -> Result<Promise, JsValue>;
}

const PICKER: &str = "showSaveFilePicker";

/// What the picker proposes.
fn picker_options(table: TableId, format: OutputFormat) -> String {
    let (name, kind) = (format.file_name(table), format.media_type());
    let ending = name.rsplit('.').next().unwrap_or_default();
    format!(
        r#"{{"id":"customers","suggestedName":"{name}","types":[{{"accept":{{"{kind}":[".{ending}"]}}}}]}}"#
    )
}

/// The folder in this site's storage.
const FOLDER: &str = "segmint";

/// How long the page waits to be told of its storage; without an answer it does without.
const PATIENCE_MS: i32 = 3_000;

/// Finds out what this browser lets this page do with files. It asks nobody and leaves nothing behind.
pub(crate) async fn capabilities() -> Capabilities {
    let Ok(window) = window() else { return Capabilities::default() };
    // Of frames, browsers refuse the picker to those of another origin.
    let is_framed = window.frame_element().map_or(true, |frame| frame.is_some())
        || !matches!(window.parent(), Ok(Some(parent)) if parent == window);
    let picker = !is_framed && Reflect::has(&window, &PICKER.into()).unwrap_or(false);
    // Firefox, busy with another page's files, has been seen not to answer for minutes.
    let answer = future_to_promise(async move { free(&window).await.map(JsValue::from_f64) });
    let patience = future_to_promise(async {
        sleep(PATIENCE_MS).await.map_err(|trouble| trouble.to_string())?;
        Ok(JsValue::UNDEFINED)
    });
    let first = JsFuture::from(Promise::race(&Array::of2(&answer, &patience))).await;
    let free = first.ok().and_then(|free| free.as_f64());
    Capabilities { picker, free }
}

/// How many bytes this site's storage has room for.
async fn free(window: &Window) -> Result<f64, JsValue> {
    let storage = storage(window)?;
    // It is there where it cannot be opened: in frames without an origin, in WebKitGTK.
    JsFuture::from(storage.get_directory()).await?;
    estimate(&storage).await
}

async fn estimate(storage: &StorageManager) -> Result<f64, JsValue> {
    let estimate: StorageEstimate = JsFuture::from(storage.estimate()?).await?.unchecked_into();
    Ok(estimate.get_quota().unwrap_or(0.0) - estimate.get_usage().unwrap_or(0.0))
}

fn storage(window: &Window) -> Result<StorageManager, JsValue> {
    let navigator = window.navigator();
    // Only pages from a secure origin have it.
    if Reflect::get(&navigator, &"storage".into())?.is_undefined() {
        return Err("no storage".into());
    }
    Ok(navigator.storage())
}

/// A file on disk that is being made. Dropped before it is kept, it goes away.
pub(crate) struct SaveFile {
    handle: FileSystemFileHandle,
    location: Location,
}

enum Location {
    /// Picked by the reader; whether it is whole.
    Picked { is_kept: bool },
    /// In this site's storage, where it stays for as long as this value lives.
    Stored { folder: FileSystemDirectoryHandle, needed: f64, _lock: Lock },
}

impl SaveFile {
    /// Asks the reader for a file. Must be called while a click is handled; the rest may wait.
    pub(crate) fn pick(
        table: TableId,
        format: OutputFormat,
    ) -> Result<impl Future<Output = Result<Option<SaveFile>, Trouble>> + use<>, Trouble> {
        let asked = show_save_file_picker(&JSON::parse(&picker_options(table, format))?)?;
        Ok(async move {
            match JsFuture::from(asked).await {
                Ok(handle) => Ok(Some(SaveFile {
                    handle: handle.unchecked_into(),
                    location: Location::Picked { is_kept: false },
                })),
                Err(error) if name_of(&error).as_deref() == Some("AbortError") => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }

    /// Makes a file in this site's storage that will take so many bytes. The browser may ask the
    /// reader to allow more than it has free.
    pub(crate) async fn store(needed: f64) -> Result<SaveFile, Trouble> {
        let window = window()?;
        let storage = storage(&window)?;
        if estimate(&storage).await? < needed {
            // Whatever the answer: what a browser says that it has free may be less than it gives.
            JsFuture::from(storage.persist()?).await?;
        }
        let folder = folder(&storage).await?;
        let name = format!("{}.csv", window.crypto()?.random_uuid());
        let lock = Lock::take(&name)?;
        let create = FileSystemGetFileOptions::new();
        create.set_create(true);
        let handle = JsFuture::from(folder.get_file_handle_with_options(&name, &create)).await?;
        Ok(SaveFile {
            handle: handle.unchecked_into(),
            location: Location::Stored { folder, needed, _lock: lock },
        })
    }

    /// The handle of the file.
    pub(crate) fn handle(&self) -> &FileSystemFileHandle {
        &self.handle
    }

    /// How a worker writes to it.
    pub(crate) fn access(&self) -> Access {
        match self.location {
            Location::Picked { .. } => Access::Stream,
            Location::Stored { needed, .. } => Access::InPlace { room: needed },
        }
    }

    /// Notes that the file is whole.
    pub(crate) fn keep(&mut self) {
        if let Location::Picked { is_kept } = &mut self.location {
            *is_kept = true;
        }
    }
}

impl Drop for SaveFile {
    fn drop(&mut self) {
        let handle = self.handle.clone();
        match &self.location {
            Location::Picked { is_kept: true } => {}
            Location::Picked { is_kept: false } => spawn_local(async move {
                // The picker left an empty file. Where it cannot be removed it stays empty.
                let _ = remove_empty(&handle).await;
            }),
            Location::Stored { folder, .. } => {
                let folder = folder.clone();
                spawn_local(async move { remove_stored(&folder, &handle.name()).await });
            }
        }
    }
}

async fn remove_empty(handle: &FileSystemFileHandle) -> Result<(), JsValue> {
    let file: web_sys::File = JsFuture::from(handle.get_file()).await?.unchecked_into();
    if file.size() == 0.0 {
        JsFuture::from(handle.unchecked_ref::<Removable>().remove()?).await?;
    }
    Ok(())
}

/// A worker that was stopped holds its file for a moment longer.
async fn remove_stored(folder: &FileSystemDirectoryHandle, name: &str) {
    for _ in 0..20 {
        if JsFuture::from(folder.remove_entry(name)).await.is_ok() {
            return;
        }
        if sleep(250).await.is_err() {
            return;
        }
    }
}

async fn folder(storage: &StorageManager) -> Result<FileSystemDirectoryHandle, JsValue> {
    let root: FileSystemDirectoryHandle =
        JsFuture::from(storage.get_directory()).await?.unchecked_into();
    let create = FileSystemGetDirectoryOptions::new();
    create.set_create(true);
    Ok(JsFuture::from(root.get_directory_handle_with_options(FOLDER, &create))
        .await?
        .unchecked_into())
}

/// The folder, if this site has a storage and earlier pages made it there.
async fn left_folder() -> Option<FileSystemDirectoryHandle> {
    let storage = storage(&window().ok()?).ok()?;
    let root = JsFuture::from(storage.get_directory()).await.ok()?;
    let root: FileSystemDirectoryHandle = root.unchecked_into();
    JsFuture::from(root.get_directory_handle(FOLDER)).await.ok().map(JsCast::unchecked_into)
}

/// Removes what pages that are no more have left in this site's storage.
pub(crate) async fn tidy() -> Result<(), Trouble> {
    let Some(folder) = left_folder().await else { return Ok(()) };
    let names: AsyncIterator = folder.keys();
    loop {
        let next = JsFuture::from(names.next()?).await?;
        if Reflect::get(&next, &"done".into())?.is_truthy() {
            return Ok(());
        }
        let Some(name) = Reflect::get(&next, &"value".into())?.as_string() else { continue };
        if Lock::is_free(&name).await? {
            // Another page may have been first.
            let _ = JsFuture::from(folder.remove_entry(&name)).await;
        }
    }
}

/// A name that no other page of this site can hold meanwhile.
struct Lock {
    release: Function,
}

impl Lock {
    fn take(name: &str) -> Result<Lock, JsValue> {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let holder = Closure::once_into_js(move |_lock: JsValue| held);
        // The name is nobody else's, so there is nothing to wait for.
        let _ = LOCKS.with(|locks| locks.request(name, &Object::new(), holder.unchecked_ref()))?;
        Ok(Lock { release: release.unwrap_or_default() })
    }

    async fn is_free(name: &str) -> Result<bool, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &true.into())?;
        let holder = Closure::once_into_js(|lock: JsValue| JsValue::from(!lock.is_null()));
        let asked = LOCKS.with(|locks| locks.request(name, &options, holder.unchecked_ref()))?;
        Ok(JsFuture::from(asked).await?.is_truthy())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.release.apply(&JsValue::UNDEFINED, &Array::new());
    }
}

/// The name of an exception of the browser's.
fn name_of(error: &JsValue) -> Option<String> {
    Reflect::get(error, &"name".into()).ok()?.as_string()
}
