/* The arithmetic, once for each instruction set and number type: sets.h includes this file with
 *   SET    the name of the instruction set, TARGET the attribute that allows it, BYTES the size of its vectors
 * and the file then includes itself with
 *   REAL   float or double, INT and UINT the integers of its size, KIND its name
 *   LANES  how many numbers are computed at once; 1 where the compiler has no vectors
 *   N(x)   the name x with the ending of this copy */

#ifndef REAL
#define REAL double
#define INT int64_t
#define UINT uint64_t
#define KIND f8
#define LANES (VECTORS ? BYTES / 8 : 1)
#include "numbers.h"
#undef REAL
#undef INT
#undef UINT
#undef KIND
#undef LANES
#define REAL float
#define INT int32_t
#define UINT uint32_t
#define KIND f4
#define LANES (VECTORS ? BYTES / 4 : 1)
#include "numbers.h"
#undef REAL
#undef INT
#undef UINT
#undef KIND
#undef LANES
#undef SET
#undef TARGET
#undef BYTES
#else
#include "vectors.h"
#include "elements.h"
#include "products.h"
#include "rules.h"
#include "steps.h"
#include "tiles.h"
#include "batch.h"
#include "forward.h"
#include "narrow.h"
#include "train.h"
#include "rows.h"
#endif
