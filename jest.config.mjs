import { fileURLToPath } from "node:url";

// Tests import each package's sources: the "@longdoc/source" condition of its exports map.
const project = (folder) => ({
  displayName: folder.split("/").at(-1),
  rootDir: fileURLToPath(new URL(folder, import.meta.url)),
  testEnvironment: "node",
  testMatch: ["<rootDir>/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  extensionsToTreatAsEsm: [".ts"],
  testEnvironmentOptions: { customExportConditions: ["@longdoc/source", "node", "node-addons"] },
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2024" },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
});

export default {
  projects: [
    "packages/core",
    "packages/ingest",
    "packages/retrieve",
    "packages/answer",
    "packages/claude-stand-in",
    "packages/qdrant-stand-in",
    "packages/queue",
    "apps/worker",
    "apps/cli",
    "fixtures",
    "scripts",
  ].map(project),
  testTimeout: 60_000,
  // Many tests wait for processes of their own: a worker for every core keeps the cores busy.
  maxWorkers: "100%",
};
