//! Scripts that run before the page's own: what this browser offers the page, in place of what it has.

/// A browser in which nobody can pick a file.
pub(crate) const NO_PICKER: &str = "
    delete window.showSaveFilePicker;
    delete Window.prototype.showSaveFilePicker;
";

/// A browser without a storage for files.
pub(crate) const NO_STORAGE: &str =
    "Object.defineProperty(Navigator.prototype, 'storage', { value: undefined });";

/// A picker that gives a file in the site's storage, which can be written to as a stream like any other. It gives
/// none when the test says so.
pub(crate) const PICKER: &str = "
    window.showSaveFilePicker = async () => {
        if (window.isRefusing) throw new DOMException('', 'AbortError');
        const root = await navigator.storage.getDirectory();
        return window.picked = await root.getFileHandle('picked.csv', { create: true });
    };
";
