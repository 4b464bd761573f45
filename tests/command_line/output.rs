//! Where the bytes go, and what stands there when they cannot.

use std::fs;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use predicates::prelude::*;
use predicates::str::{contains, starts_with};

use crate::runs::{HEADER, folder, generate, names, one_line};

#[test]
fn standard_output_carries_the_csv_and_standard_error_the_report() {
    let folder = folder();
    generate(&folder, &["--count", "10", "--output", "-"])
        .assert()
        .success()
        .stdout(starts_with(HEADER).and(contains("Statistics").not()))
        .stderr(contains("Total customers: 10\n").and(contains("written to standard output")));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_folder_is_no_place_for_the_file() {
    let folder = folder();
    for place in [".", "..", "new/"] {
        generate(&folder, &["--output", place])
            .assert()
            .code(1)
            .stderr(one_line().and(contains(place).and(contains("is a directory"))));
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_file_is_no_place_for_a_folder() {
    let folder = folder();
    fs::write(folder.path().join("file"), "mine").unwrap();
    generate(&folder, &["--output", "file/below/customers.csv"])
        .assert()
        .code(1)
        .stderr(one_line().and(contains("cannot write file/below/customers.csv")));
    assert_eq!(fs::read(folder.path().join("file")).unwrap(), b"mine");
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn a_read_only_file_stays() {
    let folder = folder();
    let path = folder.path().join("customers.csv");
    fs::write(&path, "mine").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    generate(&folder, &[]).assert().code(1).stderr(one_line().and(contains("read-only")));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    assert_eq!(names(folder.path()), ["customers.csv"]);
}

#[test]
fn a_finished_file_replaces_the_old_one() {
    let folder = folder();
    let path = folder.path().join("customers.csv");
    fs::write(&path, "old").unwrap();
    generate(&folder, &["--count", "3"]).assert().success();
    assert!(fs::read_to_string(&path).unwrap().starts_with(HEADER));
    assert_eq!(names(folder.path()), ["customers.csv"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_new_file_has_the_permissions_that_the_mask_allows() {
        let folder = folder();
        let mode =
            |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        fs::write(folder.path().join("ordinary"), "").unwrap();
        generate(&folder, &["--count", "1"]).assert().success();
        assert_eq!(mode("customers.csv"), mode("ordinary"));
    }

    #[test]
    fn a_replaced_file_keeps_its_permissions_and_its_links() {
        let folder = folder();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("real.csv"), "old").unwrap();
        fs::set_permissions(path("real.csv"), PermissionsExt::from_mode(0o640)).unwrap();
        symlink("real.csv", path("customers.csv")).unwrap();
        generate(&folder, &["--count", "1"]).assert().success();
        assert!(path("customers.csv").is_symlink());
        assert!(fs::read_to_string(path("real.csv")).unwrap().starts_with(HEADER));
        assert_eq!(fs::metadata(path("real.csv")).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_device_is_written_as_it_is() {
        let folder = folder();
        generate(&folder, &["--count", "10", "--output", "/dev/null"]).assert().success();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_told() {
        generate(&folder(), &["--output", "/dev/full"])
            .assert()
            .code(1)
            .stderr(one_line().and(contains("cannot write /dev/full: No space left on device")));
    }

    /// A disk that is full in the middle of the file, played by a limit on the size of files.
    #[test]
    fn a_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_else() {
        let folder = folder();
        let old = folder.path().join("customers.csv");
        fs::write(&old, "old").unwrap();
        for output in ["customers.csv", "new/customers.csv"] {
            Command::new("sh")
                .current_dir(&folder)
                .args(["-c", r#"trap "" XFSZ; ulimit -f 100; exec "$0" "$@""#])
                .arg(cargo_bin!("segmint"))
                .args(["generate-customers", "--output", output])
                .assert()
                .code(1)
                .stderr(one_line().and(contains(format!("cannot write {output}: File too large"))));
            assert_eq!(fs::read(&old).unwrap(), b"old");
            assert_eq!(names(folder.path()), ["customers.csv"]);
        }
    }
}
