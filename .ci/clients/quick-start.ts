// The README's XOR with the client that openapi-generator writes in TypeScript: node quick-start.js http://localhost:8080
import { isAxiosError } from "axios";
import { Configuration, DatasetsApi, JobsApi, ModelsApi, PredictionsApi, type NewJob } from "./client/index.js";

const configuration = new Configuration({ basePath: process.argv[2] });
const name = `xor-typescript-${Date.now().toString(36)}`;
const rows = [[0, 0], [0, 1], [1, 0], [1, 1]];

await new DatasetsApi(configuration).createDataset({ name, features: rows, targets: [[0], [1], [1], [0]] });

const settings: NewJob = {
  model: { name, layers: [{ units: 3, activation: "tanh" }, { units: 1 }], loss: "binary_cross_entropy" },
  dataset: name,
  epochs: 500,
  batchSize: "full",
  optimizer: { type: "adam", learningRate: 0.05 },
  seed: 42,
};
const jobs = new JobsApi(configuration);
let job = (await jobs.createJob(settings, undefined, name)).data;
for (let polls = 0; ["QUEUED", "RUNNING"].includes(job.state) && polls < 10; polls++) {
  job = (await jobs.getJob(job.id, 10)).data;
}
demand(job.state === "SUCCEEDED", `the job is ${job.state}`);

const prediction = (await new PredictionsApi(configuration).predict(name, { rows })).data;
demand(JSON.stringify(prediction.classes) === "[0,1,1,0]", `the classes are ${prediction.classes}`);

try {
  await new ModelsApi(configuration).createModel({ layers: [{ units: 0 }], loss: "huber" });
  demand(false, "a layer of 0 units is accepted");
} catch (refused) {
  demand(isAxiosError(refused) && refused.response?.data.errors[0].pointer === "/layers/0/units", `a layer of 0 units gives ${refused}`);
}
console.log(`TypeScript: ${prediction.model} predicts ${prediction.classes}`);

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
