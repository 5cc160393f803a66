// A job that trains while something is done to its service:
//   node .ci/interrupted.mjs begin <address>           begins it and prints its id once a checkpoint of it, after epoch 0, is stored
//   node .ci/interrupted.mjs end <address> <id>        awaits its end and prints its weightsSha256
//   node .ci/interrupted.mjs resumed <address> <id>    the same; fails unless the job was interrupted and resumed
// CHAINRULE_ADMIN_KEY, if it is set, is sent as the key.
import { setTimeout as pause } from 'node:timers/promises';

const [phase, address, given] = process.argv.slice(2);
const jobs = `${address}/api/v1/jobs`;
const key = process.env.CHAINRULE_ADMIN_KEY;
const headers = { 'Content-Type': 'application/json', ...(key && { Authorization: `Bearer ${key}` }) };

const json = async (url, options) => {
  const answer = await fetch(url, { headers, ...options });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

/** The id of a new job, of some seconds, that has trained a part and not the whole. */
async function begin() {
  const request = {
    model: {
      name: 'interrupted-moons', loss: 'binary_cross_entropy',
      layers: [{ units: 64, activation: 'tanh' }, { units: 64, activation: 'tanh' }, { units: 1, activation: 'sigmoid' }],
    },
    dataset: { generator: { type: 'moons', rows: 4000, noise: 0.2, seed: 1 } },
    epochs: 800, batchSize: 32, seed: 1, checkpointSeconds: 0.2, optimizer: 'adam',
  };
  const { id } = await json(jobs, { method: 'POST', body: JSON.stringify(request) });
  for (;; await pause(100)) {
    const job = await json(`${jobs}/${id}`);
    if (job.finishedAt) throw new Error(`It ended before it had a checkpoint: ${JSON.stringify(job)}`);
    if ((await json(`${jobs}/${id}/checkpoints`)).data[0]?.epoch > 0) return id;
  }
}

async function ended(id) {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    const job = await json(`${jobs}/${id}?wait=10`);
    if (!job.finishedAt) continue;
    if (job.state !== 'SUCCEEDED') throw new Error(JSON.stringify(job));
    return job;
  }
  throw new Error(`Job ${id} did not end in two minutes`);
}

async function resumed(id) {
  const job = await ended(id);
  const last = job.transitions.findLast(({ state }) => state === 'RUNNING');
  if (!(last.epoch > 0)) throw new Error(`It was not resumed: ${JSON.stringify(job.transitions)}`);
  return job;
}

switch (phase) {
  case 'begin': console.log(await begin()); break;
  case 'end': console.log((await ended(given)).weightsSha256); break;
  case 'resumed': console.log((await resumed(given)).weightsSha256); break;
  default: throw new Error(`There is no phase ${phase}`);
}
