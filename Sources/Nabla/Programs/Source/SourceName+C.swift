// Names that a C function must not have, because a compiler, a header or the C library has them already.
//
// A function that is called as one of the C library takes its place in the whole program, also where the
// library calls itself: a `write` or a `malloc` of one's own breaks what has nothing to do with it. A
// macro or a built-in function of that name does not even compile. Both depend on compilers and systems,
// so this is a list of what is known: C up to C23 and POSIX, and what GCC, Clang and glibc have besides.
// (Names whose endings say the type or the variant, like those of truncf32 and getc_unlocked, stand in it
// once.) What stands for a macro is told by its capitals.

extension Program.SourceLanguage {
  /// What is wrong with the name of a C function that is no keyword; nil if nothing is.
  static func objectionOfC(to name: String) -> String? {
    let letters = name.unicodeScalars.dropFirst(name.hasPrefix("_") ? 1 : 0)
    let isReserved =
      name.hasPrefix("_")
      && letters.first.map { $0 == "_" || ("A"..."Z").contains($0) } ?? true
    if isReserved { return "expected a name that C does not reserve" }
    if name.count > 1, !letters.contains(where: { ("a"..."z").contains($0) }) {
      return "expected a name with a lowercase letter, as macros are named in capitals"
    }
    if isLibraryName(name) { return "expected a name that the C library does not use" }
    return nil
  }

  private static func isLibraryName(_ name: String) -> Bool {
    if prefixes.contains(where: { name.hasPrefix($0) }) { return true }
    // Types, for which POSIX reserves this ending.
    if name.hasSuffix("_t") { return true }
    let stem = name[...].dropping(["_r", "_l", "_np", "_unlocked"])
    if [name[...], stem, stem.dropping(["64"])].contains(where: { libraryNames.contains($0) }) {
      return true
    }
    // sinf, sinl, sinf32x; lgammaf_r; f32addf64.
    let widths = ["16", "32x", "32", "64x", "64", "128x", "128"]
    let types = ["f", "d"].flatMap { letter in widths.map { letter + $0 } }
    return ([""] + types + ["f", "l"]).contains { ending in
      guard stem.hasSuffix(ending) else { return false }
      let function = stem.dropLast(ending.count)
      let isNarrowing = types.contains { type in
        function.hasPrefix(type) && narrowing.contains(function.dropFirst(type.count))
      }
      return isNarrowing || mathNames.contains(function)
    }
  }

  /// How names begin that no function of a user's does.
  private static let prefixes = words(
    """
    L_ M_ P_tmpdir _dl_ _nl_ _nss_ _obstack _pthread_ _res _sys_ _thread_db_ aio_ argp_ argz_ atomic_
    authdes_ authunix_ clnt_ clntudp_ cnd_ envz_ epoll_ ether_ eventfd_ fanotify_ fts64_ fts_
    gai_ gnu_ if_name in6addr_ inet6_ inet_ inotify_ lio_ memfd_ memory_order mq_ mtx_ ns_ ntp_
    obstack_ pidfd_ pkey_ pmap_ posix_ pthread_ sched_ sem_ shm_ stdc_ svc_ svcerr_ thrd_
    timerfd_ tss_ xdr_ xdrrec_ xprt_
    """)

  private static let narrowing = words("add sub mul div fma sqrt")

  /// What <math.h> and <complex.h> have, without the endings that say the type.
  private static let mathNames = words(
    """
    acos acosh acospi asin asinh asinpi atan atan2 atan2pi atanh atanpi cabs cacos cacosh
    canonicalize carg casin casinh catan catanh cbrt ccos ccosh ceil cexp cimag clog clog10
    compoundn conj copysign cos cosh cospi cpow cproj creal csin csinh csqrt ctan ctanh dadd
    ddiv dfma dmul drem dsqrt dsub erf erfc exp exp10 exp10m1 exp2 exp2m1 expm1 fabs fadd fdim
    fdiv ffma finite floor fma fmax fmaximum fmaximum_mag fmaximum_mag_num fmaximum_num fmaxmag
    fmin fminimum fminimum_mag fminimum_mag_num fminimum_num fminmag fmod fmul fpclassify frexp
    fromfp fromfpx fsqrt fsub gamma getpayload hypot ilogb iscanonical iseqsig isfinite
    isgreater isgreaterequal isinf isless islessequal islessgreater isnan isnormal issignaling
    issubnormal isunordered iszero j0 j1 jn ldexp lgamma llogb llrint llround log log10 log10p1
    log1p log2 log2p1 logb logp1 lrint lround math_errhandling modf nan nearbyint nextafter
    nextdown nexttoward nextup pow pow10 pown powr remainder remquo rint rootn round roundeven
    rsqrt scalb scalbln scalbn setpayload setpayloadsig signbit signgam significand sin sincos
    sinh sinpi sqrt tan tanh tanpi tgamma totalorder totalordermag trunc ufromfp ufromfpx y0 y1
    yn
    """)

  /// The other names of the C library, of the linker and of compilers.
  private static let libraryNames = words(
    """
    _edata _end _environ _etext _exit _fini _flushlbf _init _itoa_lower_digits
    _libc_intl_domainname _longjmp _mcleanup _mcount _setjmp _start _tolower _toupper a64l abort
    abs accept accept4 access acct addmntent addseverity adjtime adjtimex alarm aligned_alloc
    alloca alphasort arc4random arc4random_buf arc4random_uniform arch_prctl arm asctime
    asprintf assert at_quick_exit atexit atof atoi atol atoll backtrace backtrace_symbols
    backtrace_symbols_fd basename bcmp bcopy be16toh be32toh be64toh bind
    bind_textdomain_codeset bindresvport bindtextdomain brk bsd_signal bsearch bswap_16 bswap_32
    bswap_64 btowc bzero c16rtomb c32rtomb c8rtomb call_once calloc canonicalize_file_name
    capget capset catclose catgets catopen cfgetispeed cfgetospeed cfmakeraw cfsetispeed
    cfsetospeed cfsetspeed chdir chflags chmod chown chroot clearenv clearerr clock
    clock_adjtime clock_getcpuclockid clock_getres clock_gettime clock_nanosleep clock_settime
    clone close close_range closedir closefrom closelog confstr connect copy_file_range creat
    crypt crypt_checksalt crypt_gensalt ctermid ctime cuserid daemon data_start daylight
    dcgettext dcngettext delete_module dgettext difftime dirfd dirname div dl_iterate_phdr
    dladdr dladdr1 dlclose dlerror dlinfo dlmopen dlopen dlsym dlvsym dn_comp dn_expand
    dn_skipname dngettext double_t dprintf drand48 dup dup2 dup3 duplocale dysize eaccess ecvt
    edata encrypt end endaliasent endfsent endgrent endhostent endmntent endnetent endnetgrent
    endprotoent endpwent endrpcent endservent endsgent endspent endttyent endusershell endutent
    endutxent environ erand48 err errno error error_at_line error_message_count
    error_one_per_line error_print_progname errx etext euidaccess eventfd execl execle execlp
    execv execve execveat execvp execvpe exit explicit_bzero faccessat fallocate fchdir fchflags
    fchmod fchmodat fchown fchownat fclose fcloseall fcntl fcvt fdatasync fdopen fdopendir
    feclearexcept fedisableexcept feenableexcept fegetenv fegetexcept fegetexceptflag fegetmode
    fegetround feholdexcept feof feraiseexcept ferror fesetenv fesetexcept fesetexceptflag
    fesetmode fesetround fetestexcept fetestexceptflag feupdateenv fexecve fflush ffs ffsimax
    ffsl ffsll fgetc fgetgrent fgetpos fgetpwent fgets fgetsgent fgetspent fgetwc fgetws
    fgetxattr fileno flistxattr float_t flock flockfile fls flsl flsll fmemopen fmtmsg fnmatch
    fopen fopencookie fork forkpty fpathconf fprintf fputc fputs fputwc fputws fread free
    free_aligned_sized free_sized freeaddrinfo freeifaddrs freelocale fremovexattr freopen
    fscanf fsconfig fseek fseeko fsetpos fsetxattr fsmount fsopen fspick fstat fstatat fstatfs
    fstatvfs fsync ftell ftello ftime ftok ftruncate ftrylockfile ftw funlockfile futimens
    futimes futimesat fwide fwprintf fwrite fwscanf gcvt get_avphys_pages get_current_dir_name
    get_nprocs get_nprocs_conf get_phys_pages getaddrinfo getaddrinfo_a getaliasbyname
    getaliasent getauxval getc getchar getcontext getcpu getcwd getdate getdate_err getdelim
    getdents64 getdirentries getdomainname getdtablesize getegid getentropy getenv geteuid
    getfsent getfsfile getfsspec getgid getgrent getgrgid getgrnam getgrouplist getgroups
    gethostbyaddr gethostbyname gethostbyname2 gethostent gethostid gethostname getifaddrs
    getipv4sourcefilter getitimer getline getloadavg getlocalename getlogin getmntent
    getnameinfo getnetbyaddr getnetbyname getnetent getnetgrent getopt getopt_long
    getopt_long_only getpagesize getpass getpeername getpgid getpgrp getpid getppid getpriority
    getprogname getprotobyname getprotobynumber getprotoent getpt getpw getpwent getpwnam
    getpwuid getrandom getresgid getresuid getrlimit getrpcbyname getrpcbynumber getrpcent
    getrusage gets getservbyname getservbyport getservent getsgent getsgnam getsid getsockname
    getsockopt getsourcefilter getspent getspnam getsubopt gettext gettid gettimeofday getttyent
    getttynam getuid getusershell getutent getutid getutline getutmp getutmpx getutxent getutxid
    getutxline getw getwc getwchar getwd getxattr glob glob_pattern_p globfree gmtime grantpt
    group_member gsignal gtty h_errlist h_nerr hasmntopt hcreate hdestroy heapsort herror
    hsearch hstrerror htobe16 htobe32 htobe64 htole16 htole32 htole64 htonl htons i386 iconv
    iconv_close iconv_open if_freenameindex if_indextoname imaxabs imaxdiv index init_module
    initgroups initstate innetgr insque ioctl ioperm iopl iruserok iruserok_af isalnum isalpha
    isascii isatty isblank iscntrl isctype isdigit isfdtype isgraph islower isprint ispunct
    isspace isupper iswalnum iswalpha iswblank iswcntrl iswctype iswdigit iswgraph iswlower
    iswprint iswpunct iswspace iswupper iswxdigit isxdigit jrand48 kill killpg klogctl l64a labs
    lchmod lchown lckpwdf lcong48 ldiv le16toh le32toh le64toh lfind lgetxattr link linkat linux
    listen listxattr llabs lldiv llistxattr localeconv localtime lockf login login_tty logout
    logwtmp longjmp lrand48 lremovexattr lsearch lseek lsetxattr lstat lutimes madvise main
    major makecontext makedev mallinfo mallinfo2 malloc malloc_info malloc_stats malloc_trim
    malloc_usable_size mallopt mblen mbrlen mbrtoc16 mbrtoc32 mbrtoc8 mbrtowc mbsinit mbsnrtowcs
    mbsrtowcs mbstowcs mbtowc mcheck mcheck_check_all mcheck_pedantic mcount memalign
    memalignment memccpy memchr memcmp memcpy memfrob memmem memmove mempcpy memrchr memset
    memset_explicit mergesort mincore minor mips mkdir mkdirat mkdtemp mkfifo mkfifoat mknod
    mknodat mkostemp mkostemps mkstemp mkstemps mktemp mktime mlock mlock2 mlockall mmap
    modify_ldt moncontrol monstartup mount mount_setattr move_mount mprobe mprotect mrand48
    mremap msgctl msgget msgrcv msgsnd msync mtrace munlock munlockall munmap muntrace
    name_to_handle_at nanosleep newlocale nftw ngettext nice nl_langinfo nrand48 ntohl ntohs
    offsetof on_exit open open_by_handle_at open_memstream open_tree open_wmemstream openat
    opendir openlog openpty optarg opterr optind optopt parse_printf_format pathconf pause
    pclose perror personality pipe pipe2 pivot_root poll popen posix_getdents ppoll prctl pread
    preadv preadv2 preadv64v2 printf printf_size printf_size_info prlimit process_madvise
    process_mrelease process_vm_readv process_vm_writev profil program_invocation_name
    program_invocation_short_name pselect psiginfo psignal ptrace ptrdiff_t ptsname putc putchar
    putenv putgrent putpwent puts putsgent putspent pututline pututxline putw putwc putwchar
    pvalloc pwrite pwritev pwritev2 pwritev64v2 qecvt qfcvt qgcvt qsort quick_exit quotactl
    raise rand random rawmemchr rcmd rcmd_af re_comp re_compile_fastmap re_compile_pattern
    re_exec re_match re_match_2 re_max_failures re_search re_search_2 re_set_registers
    re_set_syntax re_syntax_options read readahead readdir readlink readlinkat readv realloc
    reallocarray reallocf realpath reboot recv recvfrom recvmmsg recvmsg regcomp regerror
    regexec regfree register_printf_function register_printf_modifier register_printf_specifier
    register_printf_type remap_file_pages remove removexattr remque rename renameat renameat2
    res_dnok res_hnok res_mailok res_mkquery res_nmkquery res_nquery res_nquerydomain
    res_nsearch res_nsend res_ownok res_query res_querydomain res_search res_send revoke rewind
    rewinddir rexec rexec_af rexecoptions rindex rmdir rpmatch rresvport rresvport_af ruserok
    ruserok_af ruserpass savectx sbrk scandir scandirat scanf secure_getenv seed48 seekdir
    select semctl semget semop semtimedop send sendfile sendmmsg sendmsg sendto setaliasent
    setbuf setbuffer setcontext setdomainname setegid setenv seteuid setfsent setfsgid setfsuid
    setgid setgrent setgroups sethostent sethostid sethostname setipv4sourcefilter setitimer
    setjmp setkey setlinebuf setlocale setlogin setlogmask setmntent setnetent setnetgrent setns
    setpgid setpgrp setpriority setprogname setprotoent setpwent setregid setresgid setresuid
    setreuid setrlimit setrpcent setservent setsgent setsid setsockopt setsourcefilter setspent
    setstate settimeofday setttyent setuid setusershell setutent setutxent setvbuf setxattr
    sgetsgent sgetspent shmat shmctl shmdt shmget shutdown sig2str sigabbrev sigaction sigaddset
    sigaltstack sigandset sigblock sigdelset sigdescr_np sigemptyset sigfillset siggetmask
    sighold sigignore siginterrupt sigisemptyset sigismember siglongjmp signal signalfd sigorset
    sigpause sigpending sigprocmask sigqueue sigrelse sigreturn sigset sigsetjmp sigsetmask
    sigstack sigsuspend sigtimedwait sigwait sigwaitinfo size_t sleep snprintf sockatmark socket
    socketpair sparc splice sprintf sprofil srand srand48 srandom sscanf ssignal stat statfs
    statvfs statx stderr stdin stdout stpcpy stpncpy str2sig strcasecmp strcasestr strcat strchr
    strchrnul strcmp strcoll strcpy strcspn strdup strerror strerrordesc_np strerrorname_np
    strfmon strfromd strfromf strfromf128 strfromf32 strfromf32x strfromf64x strfroml strfry
    strftime strlcat strlcpy strlen strncasecmp strncat strncmp strncpy strndup strnlen strnstr
    strpbrk strptime strrchr strsep strsignal strspn strstr strtod strtof strtof128 strtof32
    strtof32x strtof64x strtoimax strtok strtol strtold strtoll strtoq strtoul strtoull
    strtoumax strtouq strverscmp strxfrm stty sun swab swapcontext swapoff swapon swprintf
    swscanf symlink symlinkat sync sync_file_range syncfs syscall sysconf sysinfo syslog system
    sysv_signal tcdrain tcflow tcflush tcgetattr tcgetpgrp tcgetsid tcgetwinsize tcsendbreak
    tcsetattr tcsetpgrp tcsetwinsize tdelete tdestroy tee telldir tempnam textdomain tfind
    tgkill time timegm timelocal timer_create timer_delete timer_getoverrun timer_gettime
    timer_settime times timespec_get timespec_getres timezone tmpfile tmpnam toascii tolower
    toupper towctrans towlower towupper truncate tsearch ttyname ttyslot twalk tzname tzset uabs
    ualarm ulabs ulckpwdf ulimit ullabs umask umaxabs umount umount2 uname ungetc ungetwc unix
    unlink unlinkat unlockpt unsetenv unshare updwtmp updwtmpx uselocale usleep utime utimensat
    utimes utmpname utmpxname va_arg va_copy va_end va_start valloc vasprintf vax vdprintf verr
    verrx versionsort vfork vfprintf vfscanf vfwprintf vfwscanf vhangup vlimit vmsplice vprintf
    vscanf vsnprintf vsprintf vsscanf vswprintf vswscanf vsyslog vwarn vwarnx vwprintf vwscanf
    wait wait3 wait4 waitid waitpid warn warnx wcpcpy wcpncpy wcrtomb wcscasecmp wcscat wcschr
    wcschrnul wcscmp wcscoll wcscpy wcscspn wcsdup wcsftime wcslcat wcslcpy wcslen wcsncasecmp
    wcsncat wcsncmp wcsncpy wcsnlen wcsnrtombs wcspbrk wcsrchr wcsrtombs wcsspn wcsstr wcstod
    wcstof wcstof128 wcstof32 wcstof32x wcstof64x wcstoimax wcstok wcstol wcstold wcstoll
    wcstombs wcstoq wcstoul wcstoull wcstoumax wcstouq wcswcs wcswidth wcsxfrm wctob wctomb
    wctrans wctype wcwidth wint_t wmemchr wmemcmp wmemcpy wmemmove wmempcpy wmemset wordexp
    wordfree wprintf write writev wscanf
    fd_mask fd_set strdupa strndupa u_char u_int u_long u_short uint ulong ushort va_list
    """)
}

extension Substring {
  /// The text without the first of the endings that it has.
  fileprivate func dropping(_ endings: [String]) -> Substring {
    endings.first { hasSuffix($0) }.map { dropLast($0.count) } ?? self
  }
}
