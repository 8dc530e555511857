import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { opened } from "./example.mjs";

const folders = ["demo", "starters", "bootstrap"].map((name) => `app/services/${name}/flows`);

for (const path of folders.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))) {
  test(`${path} stays as it is through any act that is undone`, () => {
    const text = readFileSync(path, "utf8");
    const flow = opened(JSON.parse(text));
    assert.deepEqual(flow.flow, JSON.parse(text));
    const pasted = flow.paste(flow.copy(flow.keys));
    assert.equal(pasted.length * 2, flow.keys.length);
    flow.place(flow.keys.map((key) => ({ key, x: 20, y: 20 })));
    flow.remove(flow.keys);
    while (flow.canUndo) flow.undo();
    assert.deepEqual(flow.flow, JSON.parse(text));
  });
}
