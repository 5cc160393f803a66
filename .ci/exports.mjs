// node .ci/exports.mjs export <service> <folder> <folder of onnxruntime-web>: trains versions, exports them into the folder, and compares
//   ONNX Runtime for the web with predict.
// node .ci/exports.mjs compare <folder>: compares what programs printed for these rows with predict.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const BOUNDS = { float32: 1e-6, float64: 1e-12 };
/** Programs add up in another order. */
const BOUND_OF_PROGRAMS = { float32: 1e-5, float64: 1e-11 };

const [command, ...places] = process.argv.slice(2);
let random = 7;
await (command === 'export' ? exportAll(...places) : compare(...places));

function next() {
  random = (random * 1103515245 + 12345) % 2147483648;
  return random / 2147483648;
}

/** Between −2 and 2. */
function number() {
  return Math.round((next() * 4 - 2) * 1000) / 1000;
}

function dense(...activations) {
  return activations.map((activation, i) => ({ units: i + 1 < activations.length ? 5 : 3, activation }));
}

/** Models with tables of every kind of column and target. */
function cases() {
  const birds = Array.from({ length: 60 }, (_, i) => [
    i % 7 === 0 ? null : ['Zürich 🐧', 'say "hi"', 'c,d'][i % 3],
    i % 5 === 0 ? null : 40 + number(), number(), ['Adélie', 'gentoo'][i % 2]]);
  const cars = Array.from({ length: 40 }, (_, i) => [100 + 30 * number(), ['usa', 'japan'][i % 2], 25 + number(), 9000 + 1000 * number()]);
  const vectors = Array.from({ length: 30 }, (_, i) => [...Array.from({ length: 16 }, number), ['a', 'b', 'c'][i % 3]]);
  const plain = Array.from({ length: 30 }, (_, i) => [number(), number(), ['a', 'b', 'c'][i % 3]]);
  const classes = { loss: 'categorical_cross_entropy' };
  return [
    { name: 'birds', columns: ['island', 'bill "mm" 🐧', 'outputs'], targets: ['species'], rows: birds,
      model: { ...classes, layers: [{ units: 6, activation: 'tanh' }, { units: 2, activation: 'softmax' }], precision: 'float64' },
      asked: [['Zürich 🐧', 39.5, 1], ['say "hi"', null, 0], [null, 41, null], ['nowhere', 38, -1]] },
    { name: 'cars', columns: ['power', 'origin'], targets: ['mpg', 'price'], rows: cars, settings: { targets: 'standard' },
      model: { loss: 'mean_squared_error', layers: [{ units: 6, activation: 'silu' }, { units: 2 }], precision: 'float64' },
      asked: [[90, 'usa'], [150.5, 'japan'], [0, 'europe']] },
    { name: 'vectors', columns: Array.from({ length: 16 }, (_, i) => `x${i + 1}`), targets: ['kind'], rows: vectors,
      model: { ...classes, layers: dense('relu', 'softmax') }, asked: vectors.slice(0, 5).map(row => row.slice(0, 16)) },
    { name: 'yes', columns: ['a', 'b'], targets: ['kind'], rows: plain.map(([a, b, kind]) => [a, b, kind === 'a' ? 'yes' : 'no']),
      model: { loss: 'binary_cross_entropy', layers: [{ units: 4, activation: 'sigmoid' }, { units: 1, activation: 'sigmoid' }] },
      asked: [[-1, 1], [0.25, 2], [0, 0]] },
    ...['float32', 'float64'].map(precision => ({
      name: `activations-${precision}`, columns: ['a', 'b'], targets: ['kind'], rows: plain,
      model: { ...classes, precision, layers: dense('tanh', 'leaky_relu', 'elu', 'selu', 'softplus', 'softsign', 'identity', 'softmax') },
      asked: [[-1, 1], [0.25, 2], [0, 0], [-30, 40]] })),
    ...['float32', 'float64'].map(precision => ({
      name: `gelu-${precision}`, columns: ['a', 'b'], targets: ['kind'], rows: plain,
      model: { ...classes, precision, layers: dense('gelu', 'gelu', 'softmax') }, asked: [[-1, 1], [0.25, 2], [0, 0], [-30, 40]] })),
    { name: 'graph', columns: ['a', 'b'], targets: ['kind'], rows: plain,
      model: { precision: 'float64', graph: { nodes: [
        { name: 'first', type: 'input', columns: ['a'], size: 1 }, { name: 'second', type: 'input', columns: ['b'], size: 1 },
        { name: 'wave', type: 'sin', inputs: ['first'] }, { name: 'bend', type: 'tan', inputs: ['wave'] },
        { name: 'w', type: 'parameter', shape: [2, 3] }, { name: 'side', type: 'concat', inputs: ['bend', 'second'] },
        { name: 'z', type: 'matmul', inputs: ['side', 'w'] }, { name: 'p', type: 'softmax', inputs: ['z'] },
        { name: 'y', type: 'input', role: 'target', size: 3 }, { name: 'loss', type: 'categorical_cross_entropy', inputs: ['y', 'p'] }] } },
      asked: [[-1, 1], [0.25, 2], [0, 0]] },
  ];
}

async function exportAll(service, folder, web) {
  const runtime = createRequire(join(resolve(web), 'package.json'))('onnxruntime-web');
  const api = `${service}/api/v1`;
  const run = Date.now().toString(36);
  for (const { name, columns, targets, rows, settings, model, asked } of cases()) {
    const named = `exported-${name}-${run}`;
    const job = await post(`${api}/jobs?wait=60`, {
      model: { name: named, ...model },
      dataset: {
        name: named, rows,
        columns: [...columns.map(column => ({ name: column })), ...targets.map(column => ({ name: column, role: 'target' }))] },
      epochs: 5, seed: 3, ...(settings && { preprocessing: settings }) });
    const ended = await (await get(`${api}/jobs/${job.id}?wait=60`)).json();
    if (ended.state !== 'SUCCEEDED') throw new Error(`${named}: ${JSON.stringify(ended)}`);
    const predicted = await post(`${api}/models/${named}/predict`, { rows: asked });
    const at = `${api}/models/${named}/versions/newest/export`;
    const file = Buffer.from(await (await get(at)).arrayBuffer());
    writeFileSync(join(folder, `${name}.onnx`), file);
    writeFileSync(join(folder, `${name}-encoded.onnx`), Buffer.from(await (await get(`${at}?inputs=encoded`)).arrayBuffer()));
    const json = await (await get(`${at}?format=json`)).text();
    writeFileSync(join(folder, `${name}.json`), json);
    writeFileSync(join(folder, `${name}.predicted`), JSON.stringify(predicted.outputs));
    if (JSON.parse(json).layers) writeFileSync(join(folder, `${name}.layers.json`), JSON.stringify(asked));
    await requireSame(runtime, file, JSON.parse(json), asked, predicted);
    console.log(`${name}: ONNX Runtime for the web agrees with predict on ${asked.length} rows`);
  }
}

async function requireSame(runtime, file, version, asked, predicted) {
  const session = await runtime.InferenceSession.create(file);
  const inputs = {};
  if (session.inputNames.includes('x')) {
    inputs.x = new runtime.Tensor('float64', Float64Array.from(asked.flat()), [asked.length, asked[0].length]);
  } else {
    version.columns.forEach(({ name, kind }, i) => {
      const values = asked.map(row => row[i]);
      inputs[name] = kind === 'number'
        ? new runtime.Tensor('float64', Float64Array.from(values, value => value ?? NaN), [asked.length, 1])
        : new runtime.Tensor('string', values.map(value => value ?? ''), [asked.length, 1]);
    });
  }
  const results = await session.run(inputs);
  const taken = 'outputs_' in results ? 'outputs_' : 'outputs';
  requireClose(Array.from(results[taken].data), predicted.outputs.flat(), BOUNDS[version.precision]);
  if (predicted.classes) requireEqual(Array.from(results.classes.data, Number), predicted.classes);
  if (predicted.labels) requireEqual(Array.from(results.label.data), predicted.labels);
}

function compare(folder) {
  const rows = readdirSync(folder).filter(name => name.endsWith('.layers.json'));
  let compared = 0;
  for (const name of rows.map(file => file.slice(0, -'.layers.json'.length))) {
    const version = JSON.parse(readFileSync(join(folder, `${name}.json`)));
    const expected = JSON.parse(readFileSync(join(folder, `${name}.predicted`))).flat();
    const printed = { numpy: JSON.parse(readFileSync(join(folder, `${name}.numpy.txt`))).flat() };
    if (existsSync(join(folder, `${name}.java.txt`))) {
      printed.java = readFileSync(join(folder, `${name}.java.txt`), 'utf8').trim().split('\n').flatMap(line => JSON.parse(line));
    }
    for (const [program, outputs] of Object.entries(printed)) {
      requireClose(outputs, expected, BOUND_OF_PROGRAMS[version.precision]);
      compared++;
      console.log(`${name}: the program with ${program} agrees with predict`);
    }
  }
  if (compared < 14) throw new Error(`Only ${compared} outputs were compared`);
}

function requireClose(actual, expected, bound) {
  const agree = actual.length === expected.length
    && expected.every((value, i) => Math.abs(actual[i] - value) <= bound * Math.max(1, Math.abs(value)));
  if (!agree) throw new Error(`Expected ${expected}, but was ${actual}`);
}

function requireEqual(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`Expected ${expected}, but was ${actual}`);
}

async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`GET ${address}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function post(address, body) {
  const answer = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`POST ${address}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
