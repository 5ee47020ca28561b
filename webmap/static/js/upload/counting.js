// What a layer of a file is counted in: its features, or the classes of a raster.

import { number, say } from "../page/words.js";

/** “12 个要素”, or “5 个类别” of a raster. */
export function counted(layer, count = layer?.features ?? 0) {
  const said = { count: number(count, 0) };
  return layer?.geometry_types.includes("Raster") ? say("up_classes", said) : say("up_features", said);
}
