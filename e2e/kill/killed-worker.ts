// The page's own worker, in which one write may be made to fail. The order matters: the first import changes what the second uses.
import "./fail-nth-write";
import "../../app/workers/convert/worker";
