// Runs the README's quick start as it stands there and compares what it prints: node .ci/quick-start.mjs README.md http://localhost:8080 [name]
//
// A command is a ```bash block after a line <!-- ci: quick-start name -->; the next fenced block is what it prints, where … stands for
// anything and spaces do not count. All run in one shell, in order; with a name only that one runs. Only localhost:8080 is replaced.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [readme, service, only] = process.argv.slice(2);
const block = '```\\w*\\n([\\s\\S]*?)\\n```';
const pattern = new RegExp(`<!-- ci: quick-start (\\w+) -->\\s*${block.replace('\\w*', 'bash')}[\\s\\S]*?${block}`, 'g');
const text = readFileSync(readme, 'utf8').replaceAll('localhost:8080', new URL(service).host);
const commands = [...text.matchAll(pattern)]
  .map(([, name, command, output]) => ({ name, command, output }))
  .filter(({ name }) => !only || name === only);
if (commands.length === 0) {
  console.error(`${readme} has no quick start${only ? ` named ${only}` : ''}`);
  process.exit(1);
}

const separator = '\u001e';
const script = commands.map(({ command }) => command).join(`\nprintf '${separator}'\n`);
const shell = spawnSync('bash', ['-euo', 'pipefail', '-c', script], { encoding: 'utf8', timeout: 120_000, stdio: ['ignore', 'pipe', 'inherit'] });

let failed = shell.status !== 0;
const printed = shell.stdout.split(separator);
commands.forEach(({ name, command, output }, index) => {
  const actual = printed[index] ?? '';
  const expected = output.split('…').map(escape).join('.*');
  const matches = new RegExp(`^${expected}$`).test(actual.replace(/\s/g, ''));
  failed ||= !matches;
  console.log(`${matches ? 'as written' : 'NOT AS WRITTEN'}: ${name}\n${command}\n${actual.trim()}\n`);
  if (!matches) console.log(`The README says:\n${output}\n`);
});
if (shell.status !== 0) console.error(`The commands ended with status ${shell.status ?? shell.signal}`);
process.exit(failed ? 1 : 0);

function escape(part) {
  return part.replace(/\s/g, '').replace(/[.*+?^${}()|[\]\\\/]/g, '\\$&');
}
