# shellcheck shell=bash
# Ten thousand domains of libvirt's test driver: they live in the process that opens the connection, so its memory counts too.

measure_domains() {
    local uri=test://$WORK/domains.xml
    [[ ! -d $LAB_ROOT/$LAB_NAME ]] || "$REPOSITORY/scripts/lab" down --name "$LAB_NAME"
    DAEMON=
    write_domains "$DOMAINS" > "$WORK/domains.xml"
    measure_bare domains everything "$uri" 2 10 1
    measure_sampling domains everything "$uri" 2 10 2
    measure_as_it_comes domains "$uri" false
}

write_domains() { # COUNT
    awk -v count="$1" 'BEGIN {
        print "<node>"
        for (i = 1; i <= count; i++)
            printf "<domain type=\"test\"><name>guest-%05d</name><uuid>6d1d1e9c-0000-4000-8000-%012d</uuid>" \
                "<memory unit=\"MiB\">64</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>\n", i, i
        print "</node>"
    }'
}
