/* corofy made this of in.co: edit that */
