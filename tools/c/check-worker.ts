/** A thread that checks its share of a list of files. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkShare, type Share } from './check-share.js';

parentPort?.postMessage(await checkShare(workerData as Share));
