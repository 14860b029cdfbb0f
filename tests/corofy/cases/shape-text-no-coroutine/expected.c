/* corofy made this of in.co: edit that */
/* Nothing for corofy: what comes out is what went in, octet for octet. */
#include   "case.h"	

	#define  wait_for( x )	\
   x   

struct   wait{int   coroutine_count;}  ;// wait(
static int f ( a , b )int a;char b;{return  a+b ;}
/* \
*/
int main(void)<%  return wait_for(f)(-1,1) ;
%>
#if 0
 wait(of(nothing
#endif

/* the last line has no end: Ã© ÿ */