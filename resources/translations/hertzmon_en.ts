<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>CpuCard</name>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open file(s)</source>
        <translation>
            <numerusform>%n open file</numerusform>
            <numerusform>%n open files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProcessActions</name>
    <message numerus="yes">
        <source>%n process(es) were asked to close but are still running.</source>
        <translation>
            <numerusform>%n process was asked to close but is still running.</numerusform>
            <numerusform>%n processes were asked to close but are still running.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProcessAffinityDialog</name>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n process</numerusform>
            <numerusform>%n processes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProcessConfirmDialog</name>
    <message numerus="yes">
        <source>Kill %n process(es) and everything they started?</source>
        <translation>
            <numerusform>Kill %n process and everything it started?</numerusform>
            <numerusform>Kill %n processes and everything they started?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kill %n process(es)?</source>
        <translation>
            <numerusform>Kill %n process?</numerusform>
            <numerusform>Kill %n processes?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n process(es)?</source>
        <translation>
            <numerusform>End %n process?</numerusform>
            <numerusform>End %n processes?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n child process(es) will be killed too:</source>
        <translation>
            <numerusform>%n child process will be killed too:</numerusform>
            <numerusform>%n child processes will be killed too:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n child process(es) may go on running, or close too:</source>
        <translation>
            <numerusform>%n child process may go on running, or close too:</numerusform>
            <numerusform>%n child processes may go on running, or close too:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProcessPriorityDialog</name>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n process</numerusform>
            <numerusform>%n processes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProcessesPage</name>
    <message numerus="yes">
        <source>End %n processes</source>
        <translation>
            <numerusform>End %n process</numerusform>
            <numerusform>End %n processes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TotalsLine</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n process</numerusform>
            <numerusform>%n processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
        </translation>
    </message>
</context>
</TS>
