import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The module with the script of `/docs`: a string, so that every bundle has it without a file beside it. */
export async function docsScriptModule(): Promise<string> {
  const entry = fileURLToPath(new URL('../functions/docs-page/browser/start.ts', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
  });
  const [script] = outputFiles;
  return `/** Made by \`npm run docs:script\` of the modules in browser/. */
export const pageScript =
  ${JSON.stringify(script?.text)};
`;
}
