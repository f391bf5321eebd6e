#!/usr/bin/env node
// Starts Listwire on a Node that is new enough. Old syntax on purpose: it must load on any Node.
//
//   listwire.cjs ARGS…        runs src/main.ts (or dist/main.js where that is what there is)
//   listwire.cjs node ARGS…   runs that Node itself: package.json's scripts use it
"use strict";

var childProcess = require("child_process");
var fs = require("fs");
var path = require("path");

var root = path.join(__dirname, "..");
var args = process.argv.slice(2);
var asNode = args[0] === "node";
var compiled = path.join(root, "dist", "main.js");
var main = fs.existsSync(path.join(root, "src", "main.ts")) ? path.join(root, "src", "main.ts") : compiled;
var nodeArgs = ["--disable-warning=ExperimentalWarning"];

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
if (node === process.execPath && !asNode) {
  var warnings = process.listeners("warning");
  process.removeAllListeners("warning");
  process.on("warning", function (warning) {
    if (warning.name !== "ExperimentalWarning")
      warnings.forEach(function (show) {
        show.call(process, warning);
      });
  });
  process.argv.splice(1, 1, main);
  import(require("url").pathToFileURL(main).href).catch(function (error) {
    console.error(error);
    process.exit(1);
  });
} else {
  var child = childProcess.spawn(node, nodeArgs.concat(asNode ? args.slice(1) : [main].concat(args)), {
    stdio: "inherit",
  });
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
