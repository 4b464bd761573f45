//! The command line's stream into an object store: a server that speaks S3 over HTTP on this machine, fed
//! in parts by Amazon's own client, as the help and the README say.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{folder, succeed};

/// A store of its own, that stops with this value.
struct Store {
    server: Child,
    url: String,
    /// Where it keeps its objects.
    _root: TempDir,
}

impl Store {
    fn start() -> Store {
        let root = folder();
        let mut server = Command::new("s3s-fs")
            .args(["--host", "127.0.0.1", "--port", "0"])
            .args(["--access-key", "ours", "--secret-key", "secret"])
            .arg(root.path())
            .env("RUST_LOG", "info")
            .stdout(Stdio::piped())
            .spawn()
            .expect("s3s-fs, which ./scripts/test builds, is on the PATH");
        let mut log = BufReader::new(server.stdout.take().unwrap());
        let mut line = String::new();
        let url = loop {
            line.clear();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "the store does not start");
            if let Some(at) = line.find("http://") {
                break line[at..].trim().to_owned();
            }
        };
        // It would stop at a full pipe.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Store { server, url, _root: root }
    }

    /// With Amazon's client on the path and this store behind it.
    fn shell(&self, folder: &TempDir) -> Command {
        let python = std::env::var("SEGMINT_PYTHON").expect("./scripts/test sets it");
        let (client, ours) = (Path::new(&python).parent().unwrap(), env!("CARGO_BIN_EXE_segmint"));
        let ours = Path::new(ours).parent().unwrap();
        let path = std::env::var("PATH").unwrap();
        let mut shell = Command::new("bash");
        shell
            .current_dir(folder)
            .args(["-euo", "pipefail", "-c"])
            .env("PATH", format!("{}:{}:{path}", client.display(), ours.display()))
            .env("AWS_ACCESS_KEY_ID", "ours")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("AWS_ENDPOINT_URL", &self.url)
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        shell
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Amazon's client sends parts of this many bytes.
const PART: u64 = 8 << 20;

#[test]
fn a_stream_becomes_an_object_of_many_parts() {
    let (store, folder) = (Store::start(), folder());
    let shell = |script: &str| succeed(store.shell(&folder).arg(script), "");
    shell("aws s3 mb s3://lake");
    for (name, options) in
        [("customers.csv", ""), ("customers.parquet", "--format parquet --compress none")]
    {
        let generate = format!(
            "segmint generate-customers --as-of 2026-11-23 --count 200000 --report json {options}"
        );
        let object = format!("s3://lake/customers/{name}");
        shell(&format!("{generate} --output - 2> report.json | aws s3 cp - {object}"));
        let report = fs::read(folder.path().join("report.json")).unwrap();
        let report: Value = serde_json::from_slice(&report).unwrap();
        let digest = shell(&format!("aws s3 cp {object} - | sha256sum"));
        assert_eq!(digest.split(' ').next(), report["sha256"].as_str(), "{name}");
        let head = shell(&format!("aws s3api head-object --bucket lake --key customers/{name}"));
        let head: Value = serde_json::from_str(&head).unwrap();
        let bytes = report["bytes"].as_u64().unwrap();
        assert_eq!(head["ContentLength"], bytes);
        // An object that came in parts says in how many.
        let parts = format!("-{}\"", bytes.div_ceil(PART));
        assert!(bytes > PART && head["ETag"].as_str().unwrap().ends_with(&parts), "{head}");
    }
}

#[test]
fn memory_does_not_grow_with_the_stream() {
    const PEAKS: &str = "
import os, subprocess
def peak(count):
    generate = ['segmint', 'generate-customers', '--count', str(count), '--output', '-', '--quiet']
    make = subprocess.Popen(generate, stdout=subprocess.PIPE)
    load = subprocess.Popen(['aws', 's3', 'cp', '-', f's3://lake/{count}.csv'], stdin=make.stdout)
    make.stdout.close()
    _, status, usage = os.wait4(make.pid, 0)
    assert status == 0 and load.wait() == 0
    return usage.ru_maxrss
print(peak(20_000), peak(300_000))
";
    let (store, folder) = (Store::start(), folder());
    fs::write(folder.path().join("peaks.py"), PEAKS).unwrap();
    let told =
        succeed(store.shell(&folder).arg("aws s3 mb s3://lake > /dev/null; python peaks.py"), "");
    let peaks: Vec<u64> = told.split_whitespace().map(|peak| peak.parse().unwrap()).collect();
    let [small, large] = peaks[..] else { panic!("{told}") };
    // In KiB: the larger stream is 34 MiB longer.
    assert!(large < small + (12 << 10), "{small} KiB for 20,000 rows, {large} KiB for 300,000");
}
