// Fails when a Surefire report says that a test was skipped, or when no test ran: node .ci/skipped-tests.mjs target/surefire-reports
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const reports = existsSync(folder) ? readdirSync(folder).filter(name => /^TEST-.*\.xml$/.test(name)) : [];
let tests = 0;
const skipped = [];
for (const name of reports) {
  const report = readFileSync(join(folder, name), 'utf8');
  for (const [, attributes, body] of report.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    tests++;
    if (/<skipped\b/.test(body ?? '')) {
      const value = key => attributes.match(new RegExp(`\\b${key}="([^"]*)"`))?.[1];
      skipped.push(`${value('classname')}: ${value('name')}`);
    }
  }
}
console.log(`${tests} tests in ${reports.length} reports, ${skipped.length} skipped`);
skipped.forEach(test => console.log(`skipped: ${test}`));
process.exit(tests > 0 && skipped.length === 0 ? 0 : 1);
