#define PAIR_INIT {1, 2}
#define TEXT_INIT "text"
