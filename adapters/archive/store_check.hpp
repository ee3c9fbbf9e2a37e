// Looks at every page of a store's file before LMDB does: LMDB follows what its pages say and would read outside of the file, so
// damage must be found by somebody who believes nothing. It knows the layout of LMDB 0.9 (data version 1, 64 bits).
//
//   file      = page*                          page 0 and 1: meta pages, the one with the higher transaction counts
//   page      = number:u64 pad:u16 flags:u16 lower:u16 upper:u16 body        overflow pages: count:u32 instead of lower, upper
//   meta      = magic:u32 version:u32 address:u64 map-size:u64 tree(free pages) tree(records) last-page:u64 transaction:u64
//   tree      = page-size:u32 flags:u16 depth:u16 branches:u64 leaves:u64 overflows:u64 entries:u64 root:u64
//   branch, leaf = u16 offsets of nodes, up to lower; nodes from upper on
//   node      = low:u16 high:u16 flags:u16 key-size:u16 key data             branch: low, high, flags are the child's number
//   free pages: key = transaction:u64, data = count:u64 number:u64*count
#pragma once

#include <string>

#include "engine/base/result.hpp"

namespace trellis::adapters {

/// Every reachable page exists once, says where it is, holds its nodes, and its keys ascend; free pages are in no use.
/// Errors: NOT_FOUND; STORE_DAMAGED naming the file, the page and what is wrong; disk errors.
Result<void> check_store(const std::string& path);

}  // namespace trellis::adapters
