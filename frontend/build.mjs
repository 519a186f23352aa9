/* Bundle the widgets into convbook/widgets/static, as `make widgets` does. With --check nothing is written: what is
   there must be what these sources give. The same sources give the same bytes on every machine. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = "convbook/widgets/static";
const BUNDLES = [
  { name: "notebook.js", format: "esm" }, // what anywidget loads, in JupyterLab and its like
  { name: "page.js", format: "iife" }, // what a page of the book loads: a module would not load over file://
  { name: "widgets.css" },
];
const OF_A_PAGE = ["page.js", "widgets.css"];

async function bundle({ name, format }) {
  const { outputFiles, warnings } = await build({
    absWorkingDir: HERE,
    entryPoints: [`src/${name}`],
    outfile: name,
    write: false,
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    charset: "utf8", // − and × as they are, not as escapes
    legalComments: "none",
    logLevel: "warning",
  });
  if (warnings.length) process.exit(1); // esbuild has printed them; here too a warning is an error
  return format ? packed(outputFiles[0].text, format === "esm") : Buffer.from(outputFiles[0].contents);
}

async function packed(code, module) {
  const { code: small } = await minify(code, {
    module,
    ecma: 2020,
    compress: { passes: 3 },
    format: { comments: false },
  });
  return Buffer.from(small);
}

async function write(name, contents) {
  const target = join(HERE, "..", STATIC, name);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, contents);
}

async function isCommitted(name, contents) {
  try {
    return contents.equals(await readFile(join(HERE, "..", STATIC, name)));
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}

function printSizes(bundles) {
  let ofPage = 0;
  for (const [name, contents] of bundles) {
    const zipped = gzipSync(contents).length;
    if (OF_A_PAGE.includes(name)) ofPage += zipped;
    console.log(`${name.padEnd(12)} ${kilobytes(contents.length)}, gzipped ${kilobytes(zipped)}`);
  }
  console.log(`A page loads ${OF_A_PAGE.join(" and ")}: gzipped ${kilobytes(ofPage).trim()}`);
}

let bundles;
try {
  bundles = await Promise.all(BUNDLES.map(async (one) => [one.name, await bundle(one)]));
} catch (error) {
  if (!error.errors) throw error;
  process.exit(1); // esbuild has said what is wrong
}
if (process.argv.includes("--check")) {
  for (const [name, contents] of bundles) {
    if (await isCommitted(name, contents)) continue;
    console.error(`${STATIC}/${name} is not what frontend/ builds: run make widgets`);
    process.exitCode = 1;
  }
} else {
  for (const [name, contents] of bundles) await write(name, contents);
  printSizes(bundles);
}
