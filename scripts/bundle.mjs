// The console's script and stylesheet, and the two editors that only their own pages load, from static/js and static/css into
// static/dist. Names carry a hash of their content, so browsers may keep them for ever; manifest.json has the names.
import { rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";

const OUT = "static/dist";

// X6 writes <style> elements, which our security policy refuses. What it needs stands in static/css/components/flow.css.
const withoutStyles = {
  name: "without-styles",
  setup: (build) =>
    build.onLoad({ filter: /x6[\\/](es|lib)[\\/]common[\\/]css-loader[\\/]index\.js$/ }, () => ({
      contents: "export function ensure() {}\nexport function clean() {}\n",
    })),
};

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["static/js/console.js", "static/js/editor/view_editor.js", "static/js/flow_editor/flow_editor.js", "static/css/console.css"],
  outdir: OUT,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]", // what the editors have in common, and what they fetch when it is needed
  splitting: true,
  bundle: true,
  format: "esm",
  minify: true,
  metafile: true,
  plugins: [withoutStyles],
  target: ["chrome123", "firefox120", "safari17.5"], // light-dark() and :has()
  logLevel: "warning",
});

const names = Object.entries(metafile.outputs)
  .filter(([path, output]) => output.entryPoint && !basename(path).startsWith("chunk-"))
  .map(([path, output]) => [basename(output.entryPoint), basename(path)]);
writeFileSync(`${OUT}/manifest.json`, `${JSON.stringify(Object.fromEntries(names), null, 2)}\n`);
for (const [path, { bytes }] of Object.entries(metafile.outputs)) console.log(`${path}  ${(bytes / 1000).toFixed(1)} kB`);
