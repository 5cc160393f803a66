// Runs the shell examples of pages against a service, and compares what they print with what the page shows:
// node .ci/examples.mjs http://localhost:8080 [--files <folder>] [--folder <folder>] [--pictures <folder>] <page.md[#name]>...
//
// The line before a fenced block says what it is:
//   <!-- run -->, <!-- run: name -->   a shell block that is run; with page.md#name only this one is
//   <!-- run by name: name -->         a shell block that needs more than a service; it is run only with page.md#name
//   <!-- refused -->                   a shell block whose last command must fail, because the service refuses the request
//   <!-- prints -->                    what the block before printed, without regard to spaces; … stands for anything. Several in a row are one output
//   <!-- not run: reason -->           a shell block that cannot be run here
// A shell block without such a line is an error. The blocks of a page run in one shell, in a separate folder that holds http-requests and
// what is in --files; with --folder in that folder, which is kept. If CHAINRULE_ADMIN_KEY is set, curl sends this key, too. Only localhost:8080 is replaced. With --pictures the pictures of that folder that examples have drawn are replaced.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SHELLS = ['bash', 'sh', 'shell', 'console'];
const SEPARATOR = '\u001e';
const PAGE_TIMEOUT = 180_000;

const options = { files: undefined, folder: undefined, pictures: undefined };
const [service, ...rest] = process.argv.slice(2);
const pages = [];
while (rest.length > 0) {
  const argument = rest.shift();
  if (argument.startsWith('--')) options[argument.slice(2)] = rest.shift();
  else pages.push(argument);
}

const began = Date.now();
let wrong = 0;
let right = 0;
for (const page of pages) {
  const [file, only] = page.split('#');
  const examples = read(file).filter(({ name, byName }) => (only ? name === only : !byName));
  if (only && examples.length !== 1) report(`${page}: there is no example with this name`);
  else run(file, examples);
}
console.log(`${right} examples on ${pages.length} pages are as written, ${wrong} are not (${Math.round((Date.now() - began) / 1000)} s)`);
process.exit(wrong > 0 || right === 0 ? 1 : 0);

/** The examples of a page: line, name, command, whether it is run by name only, whether it is refused, and output if the page shows it. */
function read(file) {
  const text = readFileSync(file, 'utf8').replaceAll('localhost:8080', new URL(service).host);
  const examples = [];
  for (const { line, marker, language, content } of blocks(text)) {
    const [, kind, , detail] = /^<!-- (run|run by name|refused|prints|not run)(: (.+))? -->$/.exec(marker) ?? [];
    const at = `${file}:${line}`;
    if (SHELLS.includes(language)) {
      const byName = kind === 'run by name' && Boolean(detail);
      if (kind === 'run' || kind === 'refused' || byName) examples.push({ at, name: detail, command: content, byName, refused: kind === 'refused' });
      else if (kind !== 'not run' || !detail) report(`${at}: the line before must be <!-- run -->, <!-- run by name: name -->, <!-- refused --> or <!-- not run: reason -->`);
    } else if (kind === 'prints' && examples.length > 0) {
      const example = examples.at(-1);
      example.output = (example.output ?? '') + content;
    } else if (kind) {
      report(`${at}: ${marker} stands before a block that is no shell block, or has none before it`);
    }
  }
  return examples;
}

function* blocks(text) {
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const [, fence, language] = /^\s*(```+)\s*(\w*)/.exec(lines[i]) ?? [];
    if (!fence) continue;
    const end = lines.findIndex((line, at) => at > i && line.trim() === fence);
    yield { line: i + 1, marker: (lines[i - 1] ?? '').trim(), language, content: lines.slice(i + 1, end).join('\n') };
    i = end;
  }
}

function run(file, examples) {
  if (examples.length === 0) return;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'examples-'));
  if (!options.folder) symlinkSync(resolve('http-requests'), join(folder, 'http-requests'));
  for (const name of options.files ? readdirSync(options.files) : []) symlinkSync(resolve(options.files, name), join(folder, name));

  // Without --fail-with-body a request that was refused would count as one that was not.
  const key = process.env.CHAINRULE_ADMIN_KEY ? '-H "Authorization: Bearer $CHAINRULE_ADMIN_KEY"' : '';
  const script = [`curl() { command curl --fail-with-body ${key} "$@"; }`]
    .concat(examples.map(({ command, refused }) => (refused ? `if {\n${command}\n}; then exit 1; fi` : command)))
    .join(`\nprintf '${SEPARATOR}'\n`);
  const shell = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder, encoding: 'utf8', timeout: PAGE_TIMEOUT, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = shell.stdout.split(SEPARATOR).slice(1);
  examples.forEach(({ at, name, command, output }, index) => {
    const actual = printed[index];
    if (actual === undefined) return;
    const failed = shell.status !== 0 && index === printed.length - 1;
    if (!failed && (output === undefined || matches(output, actual))) {
      right++;
      console.log(`as written  ${at}${name ? ` ${name}` : ''}`);
    } else {
      report(`${at}: ${failed ? `ended with status ${shell.status ?? shell.signal}` : 'NOT AS WRITTEN'}\n${command}\n--- printed:\n`
        + `${actual.trim().slice(0, 20_000)}\n${failed ? shell.stderr : `--- the page shows:\n${output}\n`}`);
    }
  });
  for (const picture of options.pictures ? readdirSync(options.pictures) : []) {
    if (existsSync(join(folder, picture))) copyFileSync(join(folder, picture), join(options.pictures, picture));
  }
  if (!options.folder) rmSync(folder, { recursive: true });
}

/** Whether the text is the pattern, in which … stands for anything. */
function matches(pattern, text) {
  const parts = pattern.replace(/\s/g, '').split('…');
  const actual = text.replace(/\s/g, '');
  if (parts.length === 1) return parts[0] === actual;
  if (!actual.startsWith(parts[0])) return false;
  let from = parts[0].length;
  for (const part of parts.slice(1, -1)) {
    const found = actual.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return actual.length - parts.at(-1).length >= from && actual.endsWith(parts.at(-1));
}

function report(message) {
  wrong++;
  console.error(message);
}
