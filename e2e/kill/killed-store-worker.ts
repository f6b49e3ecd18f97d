// The page's own worker that stores shards, in which one write may be made to fail. The order matters.
import "./fail-nth-write";
import "../../app/workers/store/store-worker";
