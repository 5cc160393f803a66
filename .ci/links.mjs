// Resolves every link of the documentation, without a network: node .ci/links.mjs
//
// A relative link must lead to a file, and its anchor to a heading there; any other link must be well-formed https. Every page must be
// reachable from README.md. What architecture.md names in backticks must exist: a class, its member, a path, a package.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ARCHITECTURE = 'src/docs/architecture.md';
/** Classes of others that architecture.md names. */
const OTHERS = ['RequestParam', 'StrictMath'];

const faults = [];
const pages = ['README.md', 'CONTRIBUTING.md', ...files('src/docs', '.md')];
const links = new Map(pages.map(page => [page, linksOf(page)]));
let count = 0;
for (const [page, found] of links) found.forEach(({ line, target }) => check(`${page}:${line}`, page, target));
for (const file of files('http-requests', '.http')) {
  read(file).split('\n').forEach((text, index) => {
    for (const [target] of text.matchAll(/https?:\/\/[^\s"')]+/g)) if (!target.includes('{{')) checkAddress(`${file}:${index + 1}`, target);
  });
}
for (const page of unreachable()) faults.push(`${page}: README.md does not lead to this page`);
const names = checkNames();
faults.forEach(fault => console.error(fault));
console.log(`${count} links on ${pages.length} pages and ${names} names in ${ARCHITECTURE}: ${faults.length} faults`);
process.exit(faults.length > 0 || count === 0 || names === 0 ? 1 : 0);

function read(file) {
  return readFileSync(file, 'utf8');
}

function files(folder, ending) {
  return readdirSync(folder, { recursive: true }).filter(name => name.endsWith(ending)).map(name => join(folder, name)).sort();
}

/** The lines of a page outside of fenced blocks; lines inside are empty. */
function prose(page) {
  let fence;
  return read(page).split('\n').map(line => {
    const [, ticks] = /^\s*(```+)/.exec(line) ?? [];
    const inside = fence !== undefined || ticks;
    if (ticks && (fence === undefined || line.trim() === fence)) fence = fence === undefined ? ticks : undefined;
    return inside ? '' : line;
  });
}

function linksOf(page) {
  return prose(page).flatMap((text, index) =>
    [...text.replace(/`[^`]*`/g, code => '`'.repeat(code.length)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => ({ line: index + 1, target })));
}

function check(at, page, target) {
  count++;
  if (/^[a-z]+:/.test(target)) return checkAddress(at, target);
  const [path, anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(file)) faults.push(`${at}: ${target} does not exist`);
  else if (anchor !== undefined && !anchors(file).includes(anchor)) faults.push(`${at}: ${file} has no heading #${anchor}`);
}

function checkAddress(at, target) {
  if (!URL.canParse(target) || new URL(target).protocol !== 'https:') faults.push(`${at}: ${target} is not a well-formed https address`);
}

/** The anchors that GitHub gives to headings. */
function anchors(file) {
  const seen = new Map();
  return prose(file).filter(line => /^#+ /.test(line)).map(line => {
    const text = line.replace(/^#+ /, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim().toLowerCase();
    const slug = text.replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '').replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

function unreachable() {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const { target } of links.get(page) ?? []) {
      const file = normalize(join(dirname(page), target.split('#')[0]));
      if (links.has(file)) reached.add(file);
    }
  }
  return pages.filter(page => !reached.has(page));
}

/** How many names were checked. */
function checkNames() {
  const sources = ['src/main/java', 'src/test/java', 'src/benchmark/java'].flatMap(folder => files(folder, '.java'));
  const main = 'src/main/java/dev/chainrule';
  let checked = 0;
  prose(ARCHITECTURE).forEach((line, index) => {
    const at = `${ARCHITECTURE}:${index + 1}`;
    for (const [, code] of line.matchAll(/`([^`]+)`/g)) {
      const [, packages = '', name, member] = /^@?((?:[a-z]+[./])*)([A-Z]\w*[a-z]\w*)(?:\.(\w+))?(?:\.java)?$/.exec(code) ?? [];
      if (name && !OTHERS.includes(name)) {
        checked++;
        const ending = `/${packages.replaceAll('.', '/')}${name}.java`;
        const found = sources.filter(source => source.endsWith(ending));
        if (found.length === 0) faults.push(`${at}: there is no class ${code}`);
        else if (member && !found.some(source => new RegExp(`\\b${member}\\b`).test(read(source)))) faults.push(`${at}: ${name} has no ${member}`);
      } else if (/^(\.ci|src|fixtures)\/[\w./-]*$/.test(code)) {
        checked++;
        if (![code, join('src/test/resources', code)].some(existsSync)) faults.push(`${at}: there is no file ${code}`);
      } else if (line.startsWith('| `') && /^[a-z]+(\.[a-z]+)*$/.test(code) && line.indexOf(code) < line.indexOf('|', 1)
          && inPackageTable(index)) {
        checked++;
        if (!isFolder(join(main, code.replaceAll('.', '/')))) faults.push(`${at}: there is no package ${code}`);
      }
    }
  });
  for (const file of files(main, 'package-info.java')) {
    const name = dirname(file).slice(main.length + 1).replaceAll('/', '.');
    if (name && !read(ARCHITECTURE).includes(`\`${name}\``)) faults.push(`${ARCHITECTURE}: does not name the package ${name}`);
  }
  return checked;
}

function inPackageTable(index) {
  const lines = prose(ARCHITECTURE);
  while (index > 0 && lines[index - 1].startsWith('|')) index--;
  return lines[index].startsWith('| package |');
}

function isFolder(path) {
  return existsSync(path) && statSync(path).isDirectory();
}
