export { withFolder } from '../../src/testing/folder.ts';
