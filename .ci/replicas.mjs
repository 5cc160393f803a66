// Three replicas behind the balancer: a job whose replica is killed resumes on another one and ends with the bits of an undisturbed job.
// Usage: CHAINRULE_ADMIN_KEY=<key> node replicas.mjs <address> <compose project>
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const [address, project] = process.argv.slice(2);
const jobs = `${address}/api/v1/jobs`;
const request = {
  model: {
    name: 'replicas-moons', loss: 'binary_cross_entropy',
    layers: [{ units: 64, activation: 'tanh' }, { units: 64, activation: 'tanh' }, { units: 1, activation: 'sigmoid' }],
  },
  dataset: { generator: { type: 'moons', rows: 4000, noise: 0.2, seed: 1 } },
  epochs: 4000, batchSize: 32, seed: 1, checkpointSeconds: 0.2, optimizer: 'adam',
};

const authorization = { Authorization: `Bearer ${process.env.CHAINRULE_ADMIN_KEY}` };
const json = async (url, options) => {
  const answer = await fetch(url, { ...options, headers: { ...options?.headers, ...authorization } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};
const submit = () => json(jobs, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) });
const until = async (id, holds) => {
  for (const end = Date.now() + 180_000; Date.now() < end; await pause(200)) {
    const job = await json(`${jobs}/${id}?wait=1`).catch((failure) => ({ failure }));
    if (!job.failure && holds(job)) return job;
  }
  throw new Error(`Job ${id} did not reach the expected state in three minutes`);
};
const docker = (...command) => execFileSync('docker', command, { encoding: 'utf8' }).trim();

const undisturbed = await until((await submit()).id, (job) => job.finishedAt);
const { id } = await submit();
await until(id, (job) => job.progress.epoch > 2);
// The replica that trains uses the most CPU.
const replicas = docker('ps', '--quiet', '--filter', `label=com.docker.compose.project=${project}`, '--filter', 'label=com.docker.compose.service=app').split('\n');
const loads = docker('stats', '--no-stream', '--format', '{{.ID}} {{.CPUPerc}}', ...replicas).split('\n').map((line) => line.split(' '));
const victim = loads.sort((a, b) => parseFloat(b[1]) - parseFloat(a[1]))[0][0];
docker('kill', '--signal', 'KILL', victim);
const job = await until(id, (current) => current.finishedAt);

const runs = job.transitions.filter((transition) => transition.state === 'RUNNING').length;
if (job.state !== 'SUCCEEDED' || job.weightsSha256 !== undisturbed.weightsSha256) {
  throw new Error(`After the kill: ${JSON.stringify(job)}, undisturbed: ${undisturbed.weightsSha256}`);
}
if (runs < 2) throw new Error(`The replica that was killed did not train: ${JSON.stringify(job.transitions)}`);
console.log(`${replicas.length} replicas, one killed: the job ran ${runs} time(s) and has the bits of an undisturbed one`);
