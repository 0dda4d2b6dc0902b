import { readFileSync } from 'node:fs'
import { defineConfig } from 'rolldown'
import license from 'rollup-plugin-license'

/**
 * dist/: three doors (index.js the Action, cli.js, lib/index.js) and the rendering process, that share chunks. Names have no hashes and nothing is minified, so that the
 * difference of a pull request is a few readable lines. The command line and the library load no chunk that holds GitHub's packages.
 */
export default defineConfig({
  input: { index: 'src/action.ts', cli: 'src/cli.ts', 'lib/index': 'src/index.ts', renderer: 'src/renderer.ts' },
  platform: 'node',
  external: [/^node:/],
  treeshake: true,
  // the Action always needs what the command line loads late
  checks: { ineffectiveDynamicImport: false },
  plugins: [
    // Artifacts are only uploaded with GitHub's package. What another run uploaded is read by code of ours, in memory and within limits.
    instead('unzip-stream', 'export default {}'),
    // The files are named one by one, never found by a pattern.
    instead('glob', 'module.exports = {}'),
    instead('readdir-glob', 'module.exports = {}'),
    // Two versions of what Node has itself.
    instead('readable-stream', "module.exports = require('node:stream')"),
    instead('readable-stream/passthrough', "module.exports = require('node:stream').PassThrough"),
    license({
      thirdParty: {
        includePrivate: false,
        output: { file: 'dist/licenses.txt', template: formatLicenses },
        allow: {
          test: '(MIT OR ISC OR BSD-2-Clause OR BSD-3-Clause OR Apache-2.0 OR 0BSD OR CC0-1.0 OR BlueOak-1.0.0)',
          failOnUnlicensed: true,
          failOnViolation: true
        }
      }
    })
  ],
  output: {
    dir: 'dist',
    format: 'esm',
    minify: false,
    minifyInternalExports: false,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    comments: { legal: true },
    codeSplitting: {
      groups: [
        // What a registry client needs of undici; all of it is for GitHub and for proxies.
        {
          name: 'vendor-undici-core',
          test: /node_modules[\\/]undici[\\/]lib[\\/](core|llhttp|util[\\/](stats|timers)|handler[\\/](un)?wrap-|api[\\/](api-request|readable)|dispatcher[\\/](pool|client|dispatcher|fixed-queue)(?!.*round))/,
          priority: 41
        },
        { name: 'vendor-undici', test: /node_modules[\\/]undici[\\/]/, priority: 40 },
        // GitHub's package reads the event when it loads, so it loads where a comment is written and not before.
        {
          name: 'vendor-actions',
          test: /node_modules[\\/](@actions[\\/](core|http-client)|tunnel)[\\/]/,
          priority: 35
        },
        {
          name: 'vendor-github',
          test: /node_modules[\\/](@actions[\\/]github|@octokit|universal-user-agent|before-after-hook|deprecation|once|wrappy|toad-cache|fast-content-type-parse|bottleneck|json-with-bigint|content-type)[\\/]/,
          priority: 30
        },
        { name: 'vendor-exec', test: /node_modules[\\/]@actions[\\/](exec|io)[\\/]/, priority: 38 },
        // the Action loads these when it uploads, and nobody else does
        { name: 'vendor-artifact', test: isOnlyForArtifacts, priority: 28 },
        { name: 'vendor-yaml', test: /node_modules[\\/]yaml[\\/]/, priority: 25 },
        { name: 'vendor-nunjucks', test: /node_modules[\\/]nunjucks[\\/]/, priority: 25 },
        { name: 'vendor', test: /node_modules[\\/]/, priority: 20 },
        // What `--help` and the small commands need: no vendor chunk comes along.
        {
          name: 'words',
          test: /src[\\/](errors|text|about|option-table|image[\\/]|report[\\/](?!answer-record|build|bump|change-source|compare-report|count|diff|gates|label-reader|read-report|tag-)|cli[\\/](flags|help|log|explanation))/,
          priority: 18
        },
        { name: 'version', test: /src[\\/]version[\\/]/, priority: 17 },
        {
          name: 'core',
          test: /src[\\/](errors|text|ports|about|option-table|options|run|image|version|yaml|fixed|report)/,
          priority: 15
        },
        { name: 'template', test: /src[\\/]template[\\/]/, priority: 14 },
        { name: 'registry', test: /src[\\/]io[\\/]registr(?:y[\\/]|ies\.ts)/, priority: 13 },
        {
          name: 'shared',
          test: /src[\\/](template[\\/]placeholder|project[\\/](args|files|inclusion|sources|variables)\.)/,
          priority: 16
        },
        // what only the rendering process needs: the one that holds the secrets loads no template engine
        {
          name: 'rendering',
          test: /src[\\/]project[\\/](chart|config|deployment|gitignore|include\.|item-files|kustomization\.|library|load|old-|plan-item|render-|renderer|secrets|source-root|templateignore|vars)/,
          priority: 12
        },
        { name: 'programs', test: /src[\\/](io[\\/](kustomize|helm|program)|project[\\/]kustomize-)/, priority: 12 },
        { name: 'project', test: /src[\\/](project|resolve)[\\/]/, priority: 11.5 },
        // what the rendering process reads with: it loads no registry client
        { name: 'files', test: /src[\\/](wire[\\/]|io[\\/](project-files|mounted-files))/, priority: 13 },
        {
          name: 'machine',
          test: /src[\\/](library\.ts|io[\\/](machine|write-file|baseline))/,
          priority: 11
        }
      ]
    }
  }
})

/** Puts a few words in the place of a module that packages import, and that would bring much along for nothing. */
function instead(module, code) {
  const id = `\0instead-of/${module}.${code.startsWith('module') ? 'cjs' : 'mjs'}`
  return {
    name: `instead-of-${module}`,
    resolveId: wanted => (wanted === module ? id : null),
    load: loaded => (loaded === id ? code : null)
  }
}

/** True for a file of a package that is here for the sake of `@actions/artifact` alone. */
function isOnlyForArtifacts(file) {
  const names = file.split(/node_modules[\\/]/).slice(1)
  if (names.length === 0) return false
  const [first, second] = names[0].split(/[\\/]/)
  return artifactPackages().has(first.startsWith('@') ? `${first}/${second}` : first)
}

let found
function artifactPackages() {
  if (found) return found
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url), 'utf8'))
  const reach = (name, reached) => {
    if (reached.has(name)) return reached
    reached.add(name)
    for (const next of Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {})) reach(next, reached)
    return reached
  }
  const others = ['core', 'exec', 'github'].map(name => `@actions/${name}`)
  const elsewhere = new Set(
    [...others, 'nunjucks', 're2js', 'semver', 'undici', 'yaml'].flatMap(name => [...reach(name, new Set())])
  )
  found = new Set([...reach('@actions/artifact', new Set())].filter(name => !elsewhere.has(name)))
  return found
}

/** One block a package, sorted by name, so that the text depends on what is bundled alone. */
function formatLicenses(dependencies) {
  return dependencies
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, license: terms, author, licenseText, noticeText }) =>
      [
        `${name} ${version} (${terms})`,
        '',
        (licenseText ?? licenseOf(terms, author)).trim(),
        ...(noticeText ? ['', noticeText.trim()] : [])
      ].join('\n')
    )
    .join(`\n\n${'-'.repeat(78)}\n\n`)
    .concat('\n')
}

/** The terms of a package that has no file of them. */
function licenseOf(terms, author) {
  if (terms !== 'MIT') throw new Error(`a package has no text of its licence ${terms}`)
  return `MIT License

Copyright (c) ${author?.name ?? 'the authors'}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
}
