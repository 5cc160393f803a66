// Prints what the fuzzer reported, and fails if it sent too few requests: node .ci/fuzzer.mjs target/surefire-reports
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const least = { FuzzerTest: 2000, KeyFuzzerTest: 500 };
for (const [test, requests] of Object.entries(least)) {
  const output = join(folder, `dev.chainrule.fuzzer.${test}-output.txt`);
  const line = existsSync(output) ? readFileSync(output, 'utf8').match(/^Fuzzer, seed -?\d+: (\d+) requests, .*$/m) : null;
  console.log(`${test}: ${line?.[0] ?? `no report in ${output}`}`);
  if (!(Number(line?.[1]) >= requests)) {
    console.log(`${test} must send ${requests} requests at least`);
    process.exitCode = 1;
  }
}
