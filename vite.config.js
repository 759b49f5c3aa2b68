// Builds what the browser loads. Every script and style directly in frontend/ is an entry of its
// own, named in manifest.json as `frontend/NAME`; whatever lies in a folder below is imported by
// one of them. Files in frontend/public/ are copied as they are, under their own names.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";

const entries = readdirSync("frontend", { withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(js|css)$/.test(entry.name))
  .map((entry) => `frontend/${entry.name}`);

// htmx can evaluate text from attributes. Our content security policy forbids that anyway, so the
// one direct eval is taken out: nothing that evaluates is shipped, and the rest shrinks better.
const withoutEval = {
  name: "without-eval",
  transform(code, id) {
    if (!id.includes("/htmx.org/")) return null;
    if (!code.includes("return eval(str)")) {
      throw new Error("htmx has changed: look again where it evaluates text");
    }
    return { code: code.replace("return eval(str)", "return undefined"), map: null };
  },
};

// The server sends the compressed twin that lies beside a file; it never compresses by itself.
let target = "";
const compressed = {
  name: "compressed",
  configResolved(config) {
    target = config.build.outDir;
  },
  closeBundle() {
    for (const name of readdirSync(target).filter((each) => /\.(js|css|svg)$/.test(each))) {
      writeFileSync(`${target}/${name}.gz`, gzipSync(readFileSync(`${target}/${name}`), { level: 9 }));
    }
  },
};

export default defineConfig({
  // Relative addresses: the pages decide where static files are served.
  base: "./",
  publicDir: "frontend/public",
  plugins: [withoutEval, compressed],
  build: {
    manifest: "manifest.json",
    assetsDir: ".",
    // A strict content security policy: nothing inline, no data: address, no injected script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome87", "safari14", "firefox90"],
    rollupOptions: { input: entries },
  },
});
