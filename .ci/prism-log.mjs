// Reads the log of prism's proxy: no answer may differ from the contract, nor a request that the service accepted.
// node .ci/prism-log.mjs <log>
import { readFileSync } from 'node:fs';

// Its requests may be wrong: the answer lists what is.
const DRY_RUN = 'post /api/v1/models/validate';

let request = '';
let status = 0;
let requests = 0;
const differences = [];
for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
  const received = /\[HTTP SERVER\] (\S+ \S+) .*Request received/.exec(line);
  const answered = /has returned (\d+)/.exec(line);
  const violation = /Violation: (\S+) (.*)/.exec(line);
  if (received) {
    request = received[1];
    status = 0;
    requests++;
  } else if (answered) {
    status = Number(answered[1]);
  } else if (violation && (violation[1].startsWith('response') || (status < 400 && request !== DRY_RUN))) {
    differences.push(`${request}, answered ${status}: ${violation[1]}: ${violation[2]}`);
  }
}
console.log(`${requests} requests and their answers were compared with the contract, ${differences.length} differences`);
differences.forEach((difference) => console.log(difference));
process.exit(differences.length > 0 || requests === 0 ? 1 : 0);
