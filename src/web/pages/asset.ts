import { encodedAsset, type Assets } from '../assets.ts';
import type { Reply } from '../reply.ts';

const absent: Reply = {
  status: 404,
  body: 'No such file',
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  cookies: [],
};

/** One of the files that pages are made with. */
export function assetReply(assets: Assets, name: string, acceptEncoding: string | undefined): Reply {
  const asset = assets.files.get(name);
  if (asset === undefined) return absent;
  return { status: 200, ...encodedAsset(asset, acceptEncoding), cookies: [] };
}
