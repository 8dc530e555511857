// The console's script and stylesheet, and the editor that only its own page loads, from static/js and static/css into
// static/dist. Names carry a hash of their content, so browsers may keep them for ever; manifest.json has the names.
import { rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";

const OUT = "static/dist";

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["static/js/console.js", "static/js/editor/view_editor.js", "static/css/console.css"],
  outdir: OUT,
  entryNames: "[name]-[hash]",
  bundle: true,
  format: "esm",
  minify: true,
  metafile: true,
  target: ["chrome123", "firefox120", "safari17.5"], // light-dark() and :has()
  logLevel: "warning",
});

const names = Object.entries(metafile.outputs)
  .filter(([, output]) => output.entryPoint)
  .map(([path, output]) => [basename(output.entryPoint), basename(path)]);
writeFileSync(`${OUT}/manifest.json`, `${JSON.stringify(Object.fromEntries(names), null, 2)}\n`);
for (const [path, { bytes }] of Object.entries(metafile.outputs)) console.log(`${path}  ${(bytes / 1000).toFixed(1)} kB`);
