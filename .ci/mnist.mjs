// Trains 784-128-64-10 on MNIST through a running service, and fails under 97.5 % on the test images:
// CHAINRULE_ADMIN_KEY=<key> node .ci/mnist.mjs http://localhost:8080 <folder of the four IDX files>
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const [service, folder] = process.argv.slice(2);
const LEAST_ACCURACY = 0.975;

async function call(path, options) {
  const headers = { ...options?.headers, Authorization: `Bearer ${process.env.CHAINRULE_ADMIN_KEY}` };
  const response = await fetch(`${service}/api/v1${path}`, { ...options, headers });
  const body = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

const post = (path, body) => call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function upload(name, prefix) {
  const form = new FormData();
  form.append('metadata', new Blob([JSON.stringify({ name })], { type: 'application/json' }));
  form.append('images', new Blob([await readFile(join(folder, `${prefix}-images-idx3-ubyte.gz`))]), 'images.gz');
  form.append('labels', new Blob([await readFile(join(folder, `${prefix}-labels-idx1-ubyte.gz`))]), 'labels.gz');
  const { rows } = await call('/datasets', { method: 'POST', body: form });
  console.log(`${name}: ${rows} images`);
}

await upload('mnist', 'train');
await upload('mnist-test', 't10k');
let job = await post('/jobs', {
  model: {
    name: 'mnist',
    layers: [{ units: 128, activation: 'relu' }, { units: 64, activation: 'relu' }, { units: 10, activation: 'softmax' }],
    loss: 'categorical_cross_entropy',
  },
  dataset: 'mnist',
  epochs: 10,
  batchSize: 128,
  seed: 1,
});
for (let polls = 0; !job.finishedAt && polls < 20; polls++) job = await call(`/jobs/${job.id}?wait=30`);
console.log(job.state, job.stopReason, job.progress, job.error ?? '', job.weightsSha256);
const { accuracy } = await post('/models/mnist/evaluate', { dataset: 'mnist-test' });
console.log(`accuracy on the test images: ${accuracy}`);
if (!(accuracy >= LEAST_ACCURACY)) throw new Error(`less than ${LEAST_ACCURACY}`);
