#!/usr/bin/env node
// Starts Listwire on a Node that is new enough, with a heap that stays small. Old syntax on purpose: it must load on any Node.
//
//   listwire.cjs ARGS…        runs src/main.ts (or dist/main.js where that is what there is)
//   listwire.cjs node ARGS…   runs that Node itself: package.json's scripts use it
"use strict";

var childProcess = require("child_process");
var fs = require("fs");
var path = require("path");

var root = path.join(__dirname, "..");
var source = path.join(root, "src", "main.ts");
var main = fs.existsSync(source) ? source : path.join(root, "dist", "main.js");
var quiet = "--disable-warning=ExperimentalWarning";

// By itself V8 lets garbage pile up for as long as the machine has room, and malloc keeps an arena a thread: a backlog of
// mail then takes twice the memory that it needs. A filter that soon ends may have it all.
var lean = ["--max-semi-space-size=2", "--max-old-space-size=256"];
var environment = Object.assign({ MALLOC_ARENA_MAX: "2" }, process.env);

function isNewEnough(version) {
  var parts = version.split(".").map(Number);
  return parts[0] > 22 || (parts[0] === 22 && parts[1] >= 19);
}

/** The Node that came with `npm ci`. npm 10 makes no node_modules/.bin/node for it, so it is looked up by name. */
function bundledNode() {
  try {
    var name = "node-linux-" + process.arch;
    return path.join(path.dirname(require.resolve(name + "/package.json", { paths: [root] })), "bin", "node");
  } catch (_missing) {
    return undefined;
  }
}

var node = isNewEnough(process.versions.node) ? process.execPath : bundledNode();
if (node === undefined) {
  console.error("Listwire needs Node 24 or later; this is v" + process.versions.node);
  process.exit(1);
}

var args = process.argv.slice(2);
var isFilter = ["condense", "fold", "route", "inspect", "help"].indexOf(args[0]) >= 0;
var nodeArgs = args[0] === "node" ? [quiet].concat(args.slice(1)) : [quiet].concat(isFilter ? [] : lean, main, args);

if (process.execve) {
  // The program takes this process's place: one process, and signals need no passing on.
  process.removeAllListeners("warning");
  process.execve(node, [node].concat(nodeArgs), environment);
} else {
  var child = childProcess.spawn(node, nodeArgs, { stdio: "inherit", env: environment });
  // A terminal sends Ctrl-C to both; a supervisor signals this process alone. Either way the child decides.
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on("error", function (error) {
    console.error("Listwire could not start " + node + ": " + error.message);
    process.exit(1);
  });
  child.on("exit", function (code, signal) {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code === null ? 1 : code);
  });
}
