// The body of a function: the time in milliseconds that workers take to ship buffers that were ready before,
// through the page, into a sink. What the page does with generated chunks is done here with none of its care:
// as many workers, as many chunks of the same size, handed out on demand, put in order, as many under way
// at a time, buffers transferred and used again.
const [workers, chunks, bytes, sink] = [...arguments].map((text) => (isNaN(text) ? text : Number(text)));
const ORDERS = 2;
const AHEAD = 4;
const underWay = workers * ORDERS + AHEAD;
const isKept = sink === "memory";

const hire = (script) =>
  new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
const answer = (worker) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data?.error ? reject(data.error) : resolve(data));
  });

const SHIPPER = `
  let bytes;
  const stock = [];
  onmessage = ({ data: { order, chunk, buffer } }) => {
    if (order) {
      bytes = order.bytes;
      // Written to, or the system would give the memory only when it is read.
      while (stock.length < order.stock) stock.push(new Uint8Array(bytes).fill(44).buffer);
      return postMessage('ready');
    }
    const ready = buffer ?? stock.pop() ?? new Uint8Array(bytes).fill(44).buffer;
    postMessage({ chunk, ready }, [ready]);
  };
`;
const WRITER = `
  let file;
  let at = 0;
  onmessage = async ({ data: { order, buffer } }) => {
    try {
      if (order === 'stream' || order === 'in place') {
        const root = await navigator.storage.getDirectory();
        const handle = await root.getFileHandle('ready-made.csv', { create: true });
        file = order === 'stream' ? await handle.createWritable() : await handle.createSyncAccessHandle();
        file.truncate(0);
        postMessage('open');
      } else if (order === 'close') {
        await file.close();
        postMessage('closed');
      } else {
        at += buffer.byteLength;
        const written = file.write(new Uint8Array(buffer), { at: at - buffer.byteLength });
        await written;
        postMessage({ buffer }, [buffer]);
      }
    } catch (error) {
      postMessage({ error: String(error) });
    }
  };
`;

const shippers = [];
for (let count = 0; count < workers; count += 1) {
  const shipper = hire(SHIPPER);
  const stock = Math.ceil((isKept ? chunks : underWay) / workers);
  shipper.postMessage({ order: { bytes, stock } });
  await answer(shipper);
  shippers.push(shipper);
}
const writer = isKept ? undefined : hire(WRITER);

const start = performance.now();
const parts = [];
if (writer) {
  writer.postMessage({ order: sink });
  await answer(writer);
}
await new Promise((resolve, reject) => {
  const early = new Map();
  const spares = [];
  let [handedOut, taken, done] = [0, 0, 0];
  const feed = () => {
    if (done === chunks) return resolve();
    for (const shipper of shippers) {
      while (shipper.orders < ORDERS && handedOut < chunks && handedOut - done < underWay) {
        const buffer = spares.pop();
        shipper.postMessage({ chunk: handedOut, buffer }, buffer ? [buffer] : []);
        shipper.orders += 1;
        handedOut += 1;
      }
    }
  };
  const take = (ready) => {
    if (writer) return writer.postMessage({ buffer: ready }, [ready]);
    parts.push(new Uint8Array(ready));
    done += 1;
  };
  for (const shipper of shippers) {
    shipper.orders = 0;
    shipper.onmessage = ({ data: { chunk, ready } }) => {
      shipper.orders -= 1;
      early.set(chunk, ready);
      while (early.has(taken)) {
        take(early.get(taken));
        early.delete(taken);
        taken += 1;
      }
      feed();
    };
  }
  if (writer) {
    writer.onmessage = ({ data: { buffer, error } }) => {
      if (error) return reject(error);
      spares.push(buffer);
      done += 1;
      feed();
    };
  }
  feed();
});
let url;
if (writer) {
  writer.postMessage({ order: "close" });
  await answer(writer);
} else {
  url = URL.createObjectURL(new Blob(parts, { type: "text/csv" }));
}
const took = performance.now() - start;

for (const worker of [...shippers, writer]) worker?.terminate();
if (url) URL.revokeObjectURL(url);
else await (await navigator.storage.getDirectory()).removeEntry("ready-made.csv");
return took;
