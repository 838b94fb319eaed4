<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About and diagnostics</source>
        <translation>关于与诊断</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>HertzMon itself</source>
        <translation>HertzMon 自身</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>探针</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探针</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>距今</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>This package is not installed; HertzMon does without it.</source>
        <translation>未安装此软件包，HertzMon 无需它也能运行。</translation>
    </message>
    <message>
        <source>A desktop system monitor with a local API. MIT licence.</source>
        <translation>带本地 API 的桌面系统监视器。MIT 许可证。</translation>
    </message>
    <message>
        <source>CPU of one core</source>
        <translation>占单核 CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Time per scan</source>
        <translation>每次采样耗时</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>not on this machine</source>
        <translation>本机没有</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>未按时更新</translation>
    </message>
    <message>
        <source>not wanted now</source>
        <translation>当前不需要</translation>
    </message>
</context>
<context>
    <name>AccountDialog</name>
    <message>
        <source>Add an account</source>
        <translation>添加账户</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Viewer: may read</source>
        <translation>查看者：只能读取</translation>
    </message>
    <message>
        <source>Administrator: may read and change accounts</source>
        <translation>管理员：可读取并管理账户</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
</context>
<context>
    <name>AccountsCard</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Last login</source>
        <translation>上次登录</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Set password…</source>
        <translation>设置密码…</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Log out everywhere…</source>
        <translation>全部登出…</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>查看者</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>The account {0} and its sessions end at once.</source>
        <translation>账户 {0} 及其所有会话将立即失效。</translation>
    </message>
    <message>
        <source>Remove the account?</source>
        <translation>删除该账户？</translation>
    </message>
    <message>
        <source>Every session of every account ends at once. Service tokens stay.</source>
        <translation>所有账户的所有会话将立即结束。服务令牌保留。</translation>
    </message>
    <message>
        <source>Log out everywhere?</source>
        <translation>全部登出？</translation>
    </message>
</context>
<context>
    <name>ApiStateCard</name>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Certificate SHA-256: {0}</source>
        <translation>证书 SHA-256：{0}</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>On</source>
        <translation>已开启</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>for programs on this computer only</source>
        <translation>仅供本机程序访问</translation>
    </message>
    <message>
        <source>for the network, encrypted</source>
        <translation>供网络访问，已加密</translation>
    </message>
    <message>
        <source>for the network, NOT encrypted</source>
        <translation>供网络访问，未加密</translation>
    </message>
</context>
<context>
    <name>ChartMenu</name>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>保存为 PNG…</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>保存为 CSV…</translation>
    </message>
    <message>
        <source>Last {0}</source>
        <translation>最近 {0}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>The file {0} could not be written. {1}</source>
        <translation>无法写入文件 {0}。{1}</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>min {0} · mean {1} · max {2}</source>
        <translation>最小 {0} · 平均 {1} · 最大 {2}</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Find process</source>
        <translation>查找进程</translation>
    </message>
    <message>
        <source>Refresh now</source>
        <translation>立即刷新</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Open data folder</source>
        <translation>打开数据文件夹</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>About and diagnostics</source>
        <translation>关于与诊断</translation>
    </message>
    <message>
        <source>Close window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Open a page</source>
        <translation>打开页面</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Update speed</source>
        <translation>更新速度</translation>
    </message>
    <message>
        <source>No file manager opened {0}.</source>
        <translation>没有文件管理器能打开 {0}。</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>本地地址</translation>
    </message>
    <message>
        <source>Remote address</source>
        <translation>远程地址</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>ConnectionsView</name>
    <message>
        <source>Filter by process, address, port or state</source>
        <translation>按进程、地址、端口或状态筛选</translation>
    </message>
    <message>
        <source>Filter the connections</source>
        <translation>筛选连接</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>CoreStrip</name>
    <message>
        <source>Core {0}: {1}</source>
        <translation>核心 {0}：{1}</translation>
    </message>
</context>
<context>
    <name>CoreTiles</name>
    <message>
        <source>Core {0}: {1}</source>
        <translation>核心 {0}：{1}</translation>
    </message>
</context>
<context>
    <name>CpuCard</name>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n 核</numerusform>
        </translation>
    </message>
    <message>
        <source>load {0}</source>
        <translation>负载 {0}</translation>
    </message>
</context>
<context>
    <name>CpuPage</name>
    <message>
        <source>Total</source>
        <translation>总体</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间分布</translation>
    </message>
    <message>
        <source>Stacked cores</source>
        <translation>核心堆叠</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Waiting for IO is idle time, and so no part of the stack.</source>
        <translation>等待 IO 属于空闲时间，因此不计入堆叠。</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>核心</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>user {0} · system {1}</source>
        <translation>用户 {0} · 系统 {1}</translation>
    </message>
    <message>
        <source>{0} · steal {1}</source>
        <translation>{0} · 被窃取 {1}</translation>
    </message>
    <message>
        <source>Beside the headline, user includes nice, and system includes interrupts.</source>
        <translation>标题旁的“用户”包含低优先级时间，“系统”包含中断时间。</translation>
    </message>
    <message>
        <source>Physical cores</source>
        <translation>物理核心</translation>
    </message>
    <message>
        <source>Logical cores</source>
        <translation>逻辑核心</translation>
    </message>
    <message>
        <source>Highest clock</source>
        <translation>最高频率</translation>
    </message>
    <message>
        <source>Context switches</source>
        <translation>上下文切换</translation>
    </message>
    <message>
        <source>Interrupts</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>IO wait</source>
        <translation>IO 等待</translation>
    </message>
    <message>
        <source>Steal</source>
        <translation>被窃取</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation>已运行</translation>
    </message>
    <message>
        <source>This system does not count them.</source>
        <translation>本系统不统计该项。</translation>
    </message>
    <message>
        <source>Only Linux tells it.</source>
        <translation>仅 Linux 提供该项。</translation>
    </message>
    <message>
        <source>This machine tells the clock, but no limit of it, as most virtual machines do.</source>
        <translation>本机只提供当前频率，不提供上限，多数虚拟机都是如此。</translation>
    </message>
    <message>
        <source>This machine tells nothing of its clock, as many virtual machines do.</source>
        <translation>本机不提供频率信息，许多虚拟机都是如此。</translation>
    </message>
    <message>
        <source>The system does not tell which logical cores share a physical one.</source>
        <translation>系统未提供逻辑核与物理核的对应关系。</translation>
    </message>
    <message>
        <source>Core {0}</source>
        <translation>核心 {0}</translation>
    </message>
</context>
<context>
    <name>CpuStrain</name>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 分钟</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>The API now answers computers on the network: {0}</source>
        <translation>API 现在响应网络中的计算机：{0}</translation>
    </message>
    <message>
        <source>Remote access</source>
        <translation>远程访问</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Selected process</source>
        <translation>选中的进程</translation>
    </message>
    <message>
        <source>Select a process to see its charts here.</source>
        <translation>选择一个进程，在此查看其图表。</translation>
    </message>
    <message>
        <source>CPU of the process</source>
        <translation>进程的 CPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory of the process</source>
        <translation>进程的内存</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>This process has ended.</source>
        <translation>该进程已结束。</translation>
    </message>
    <message>
        <source>started {0}</source>
        <translation>启动于 {0}</translation>
    </message>
    <message>
        <source>parent {0} ({1})</source>
        <translation>父进程 {0}（{1}）</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n 个线程</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open file(s)</source>
        <translation>
            <numerusform>%n 个打开的文件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DisksCard</name>
    <message>
        <source>Disks</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>read · write {0}</source>
        <translation>读取 · 写入 {0}</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0} 已用 {1}，共 {2}</translation>
    </message>
</context>
<context>
    <name>DisksPage</name>
    <message>
        <source>Volumes</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>read · write {0}</source>
        <translation>读取 · 写入 {0}</translation>
    </message>
    <message>
        <source>{0} busy</source>
        <translation>繁忙 {0}</translation>
    </message>
    <message>
        <source>{0} reads, {1} writes</source>
        <translation>读 {0}，写 {1}</translation>
    </message>
    <message>
        <source>{0} read and {1} written since the start</source>
        <translation>开机以来读取 {0}，写入 {1}</translation>
    </message>
</context>
<context>
    <name>FailedLoginsCard</name>
    <message>
        <source>Failed logins</source>
        <translation>失败的登录</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>FirstPasswordCard</name>
    <message>
        <source>First password</source>
        <translation>初始密码</translation>
    </message>
    <message>
        <source>The account admin has this generated password until you change it.</source>
        <translation>在您修改之前，账户 admin 使用这个自动生成的密码。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>N/A</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>The system does not tell.</source>
        <translation>系统未提供。</translation>
    </message>
    <message>
        <source>{0} rpm</source>
        <translation>{0} 转/分</translation>
    </message>
    <message>
        <source>{0} d {1} h</source>
        <translation>{0} 天 {1} 小时</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分</translation>
    </message>
    <message>
        <source>{0} min {1} s</source>
        <translation>{0} 分 {1} 秒</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
</context>
<context>
    <name>GpuCard</name>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>1 of {0} · {1}</source>
        <translation>第 1 个，共 {0} 个 · {1}</translation>
    </message>
    <message>
        <source>asleep</source>
        <translation>休眠中</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>GpuPage</name>
    <message>
        <source>No GPU</source>
        <translation>没有 GPU</translation>
    </message>
    <message>
        <source>No library to read GPUs with is installed.</source>
        <translation>未安装可读取 GPU 的库。</translation>
    </message>
    <message>
        <source>The driver does not answer: {0}</source>
        <translation>驱动程序没有响应：{0}</translation>
    </message>
    <message>
        <source>No GPU was found in this machine.</source>
        <translation>未在本机发现 GPU。</translation>
    </message>
</context>
<context>
    <name>GpuSection</name>
    <message>
        <source>GPU {0}: {1}</source>
        <translation>GPU {0}：{1}</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>To read it would wake it up and cost power.</source>
        <translation>读取会将其唤醒并耗电。</translation>
    </message>
    <message>
        <source>Asleep</source>
        <translation>休眠中</translation>
    </message>
    <message>
        <source>The reading does not say which library it came through.</source>
        <translation>读数未注明经由哪个库取得。</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Power limit</source>
        <translation>功率上限</translation>
    </message>
    <message>
        <source>Memory clock</source>
        <translation>显存频率</translation>
    </message>
    <message>
        <source>Fan</source>
        <translation>风扇</translation>
    </message>
    <message>
        <source>PCIe receive</source>
        <translation>PCIe 接收</translation>
    </message>
    <message>
        <source>PCIe send</source>
        <translation>PCIe 发送</translation>
    </message>
    <message>
        <source>Read through</source>
        <translation>读取方式</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>驱动</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>字母键</translation>
    </message>
    <message>
        <source>Search as you type; Esc clears</source>
        <translation>直接键入即可搜索；Esc 清除</translation>
    </message>
    <message>
        <source>End the selected processes</source>
        <translation>结束选中的进程</translation>
    </message>
    <message>
        <source>Kill the selected processes</source>
        <translation>强制终止选中的进程</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Return, Alt+Return, double click</source>
        <translation>回车、Alt+回车、双击</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>左、右方向键</translation>
    </message>
    <message>
        <source>Close and open a branch of the tree</source>
        <translation>折叠和展开树的分支</translation>
    </message>
    <message>
        <source>Menu key, right click</source>
        <translation>菜单键、右键单击</translation>
    </message>
    <message>
        <source>All that can be done with the selected processes</source>
        <translation>对所选进程的全部操作</translation>
    </message>
    <message>
        <source>Select all rows</source>
        <translation>选中所有行</translation>
    </message>
    <message>
        <source>Copy the selected rows</source>
        <translation>复制选中的行</translation>
    </message>
    <message>
        <source>Hold to freeze the order of the rows</source>
        <translation>按住以冻结行的顺序</translation>
    </message>
    <message>
        <source>Pointer</source>
        <translation>指针</translation>
    </message>
    <message>
        <source>Values under the pointer, minimum, mean and maximum</source>
        <translation>指针处的数值以及最小、平均和最大值</translation>
    </message>
    <message>
        <source>Right click</source>
        <translation>右键</translation>
    </message>
    <message>
        <source>Copy or save the picture, save the values, look back farther</source>
        <translation>复制或保存图片、保存数值、查看更长时间</translation>
    </message>
    <message>
        <source>Go to the next chart; the menu key opens its menu</source>
        <translation>转到下一个图表；菜单键打开其菜单</translation>
    </message>
</context>
<context>
    <name>ListenCard</name>
    <message>
        <source>Where it listens</source>
        <translation>监听位置</translation>
    </message>
    <message>
        <source>Serve the API</source>
        <translation>提供 API 服务</translation>
    </message>
    <message>
        <source>any free port</source>
        <translation>任意空闲端口</translation>
    </message>
    <message>
        <source>Plain HTTP beyond this computer</source>
        <translation>对本机以外使用明文 HTTP</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Anyone on the network path can read passwords and data.</source>
        <translation>传输途中的任何人都能读取密码和数据。</translation>
    </message>
    <message>
        <source>Without encryption, anyone on the network path can read passwords and data.</source>
        <translation>未加密时，传输途中的任何人都能读取密码和数据。</translation>
    </message>
    <message>
        <source>{0} (this computer only)</source>
        <translation>{0}（仅本机）</translation>
    </message>
    <message>
        <source>{0} (every network)</source>
        <translation>{0}（所有网络）</translation>
    </message>
    <message>
        <source>Remote access</source>
        <translation>远程访问</translation>
    </message>
    <message>
        <source>The API will answer computers on the network. They still need an account or a token.</source>
        <translation>API 将响应网络中的计算机。它们仍需账户或令牌。</translation>
    </message>
    <message>
        <source>Open the API to the network?</source>
        <translation>向网络开放 API？</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Paused. Nothing is measured.</source>
        <translation>已暂停，不进行任何测量。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Remote access</source>
        <translation>远程访问</translation>
    </message>
</context>
<context>
    <name>MemoryCard</name>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>used {0}</source>
        <translation>已用 {0}</translation>
    </message>
    <message>
        <source>Apps</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
</context>
<context>
    <name>MemoryPage</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>{0} in all</source>
        <translation>共 {0}</translation>
    </message>
    <message>
        <source>Apps</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>used {0}</source>
        <translation>已用 {0}</translation>
    </message>
    <message>
        <source>Available to programs</source>
        <translation>可供程序使用</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>Only Linux tells it.</source>
        <translation>仅 Linux 提供该项。</translation>
    </message>
    <message>
        <source>Waiting to be written</source>
        <translation>等待写入</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换空间</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Swap traffic</source>
        <translation>交换流量</translation>
    </message>
    <message>
        <source>In</source>
        <translation>换入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>换出</translation>
    </message>
    <message>
        <source>Memory pressure</source>
        <translation>内存压力</translation>
    </message>
</context>
<context>
    <name>Metrics</name>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Share of all CPUs&apos; time that was not idle and not waiting for IO.</source>
        <translation>所有 CPU 既非空闲也非等待 IO 的时间占比。</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户态</translation>
    </message>
    <message>
        <source>CPU time spent in programs.</source>
        <translation>程序占用的 CPU 时间。</translation>
    </message>
    <message>
        <source>Nice</source>
        <translation>低优先级</translation>
    </message>
    <message>
        <source>CPU time spent in programs of lowered priority.</source>
        <translation>运行优先级被调低的程序所用的 CPU 时间。</translation>
    </message>
    <message>
        <source>System</source>
        <translation>内核态</translation>
    </message>
    <message>
        <source>CPU time spent in the kernel.</source>
        <translation>内核占用的 CPU 时间。</translation>
    </message>
    <message>
        <source>IO wait</source>
        <translation>IO 等待</translation>
    </message>
    <message>
        <source>Idle time with a disk request outstanding.</source>
        <translation>有未完成磁盘请求时的空闲时间。</translation>
    </message>
    <message>
        <source>Interrupts</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>CPU time spent in hardware interrupts.</source>
        <translation>硬件中断占用的 CPU 时间。</translation>
    </message>
    <message>
        <source>Soft interrupts</source>
        <translation>软中断</translation>
    </message>
    <message>
        <source>CPU time spent in what hardware interrupts left for later.</source>
        <translation>处理硬件中断延后事务所用的 CPU 时间。</translation>
    </message>
    <message>
        <source>Steal</source>
        <translation>被窃取</translation>
    </message>
    <message>
        <source>Time that the hypervisor gave to other virtual machines.</source>
        <translation>虚拟机管理程序分给其他虚拟机的时间。</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>频率</translation>
    </message>
    <message>
        <source>Mean clock of the CPUs.</source>
        <translation>各 CPU 的平均频率。</translation>
    </message>
    <message>
        <source>Load, 1 min</source>
        <translation>负载，1 分钟</translation>
    </message>
    <message>
        <source>Tasks that ran or wanted to, averaged over one minute.</source>
        <translation>一分钟内正在运行或等待运行的平均任务数。</translation>
    </message>
    <message>
        <source>Load, 5 min</source>
        <translation>负载，5 分钟</translation>
    </message>
    <message>
        <source>Tasks that ran or wanted to, averaged over five minutes.</source>
        <translation>五分钟内正在运行或等待运行的平均任务数。</translation>
    </message>
    <message>
        <source>Load, 15 min</source>
        <translation>负载，15 分钟</translation>
    </message>
    <message>
        <source>Tasks that ran or wanted to, averaged over fifteen minutes.</source>
        <translation>十五分钟内正在运行或等待运行的平均任务数。</translation>
    </message>
    <message>
        <source>Context switches</source>
        <translation>上下文切换</translation>
    </message>
    <message>
        <source>How often a CPU went from one task to another, per second.</source>
        <translation>CPU 每秒切换任务的次数。</translation>
    </message>
    <message>
        <source>Interrupts served per second.</source>
        <translation>每秒处理的中断数。</translation>
    </message>
    <message>
        <source>Core</source>
        <translation>核心</translation>
    </message>
    <message>
        <source>Share of one logical CPU&apos;s time that was not idle and not waiting for IO.</source>
        <translation>单个逻辑 CPU 既非空闲也非等待 IO 的时间占比。</translation>
    </message>
    <message>
        <source>Clock of one logical CPU.</source>
        <translation>单个逻辑 CPU 的频率。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Memory used</source>
        <translation>已用内存</translation>
    </message>
    <message>
        <source>Memory that is not available to new programs: (total − available) / total.</source>
        <translation>新程序无法使用的内存：（总量 − 可用）/ 总量。</translation>
    </message>
    <message>
        <source>Apps</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Memory held by programs and the kernel: total − cached − free.</source>
        <translation>程序和内核占用的内存：总量 − 缓存 − 空闲。</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>File cache, buffers and other memory that the system gives back on demand.</source>
        <translation>文件缓存、缓冲区以及系统可按需归还的其他内存。</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Memory that nobody uses for anything.</source>
        <translation>完全未使用的内存。</translation>
    </message>
    <message>
        <source>Swap used</source>
        <translation>已用交换空间</translation>
    </message>
    <message>
        <source>Share of the swap space that is in use.</source>
        <translation>交换空间的使用占比。</translation>
    </message>
    <message>
        <source>Swapped in</source>
        <translation>换入</translation>
    </message>
    <message>
        <source>Bytes read back from swap per second.</source>
        <translation>每秒从交换空间读回的字节数。</translation>
    </message>
    <message>
        <source>Swapped out</source>
        <translation>换出</translation>
    </message>
    <message>
        <source>Bytes written to swap per second.</source>
        <translation>每秒写入交换空间的字节数。</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>压力</translation>
    </message>
    <message>
        <source>CPU pressure</source>
        <translation>CPU 压力</translation>
    </message>
    <message>
        <source>Time in which some task waited for a CPU, over the last 10 s.</source>
        <translation>最近 10 秒内有任务等待 CPU 的时间。</translation>
    </message>
    <message>
        <source>Memory pressure</source>
        <translation>内存压力</translation>
    </message>
    <message>
        <source>Time in which some task waited for memory, over the last 10 s.</source>
        <translation>最近 10 秒内有任务等待内存的时间。</translation>
    </message>
    <message>
        <source>IO pressure</source>
        <translation>IO 压力</translation>
    </message>
    <message>
        <source>Time in which some task waited for a disk, over the last 10 s.</source>
        <translation>最近 10 秒内有任务等待磁盘的时间。</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Bytes read from disk per second.</source>
        <translation>每秒从磁盘读取的字节数。</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Bytes written to disk per second.</source>
        <translation>每秒写入磁盘的字节数。</translation>
    </message>
    <message>
        <source>Disks</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>繁忙</translation>
    </message>
    <message>
        <source>Time in which the device had at least one request in work.</source>
        <translation>设备至少有一个请求在处理中的时间。</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Mean time from a request to its completion.</source>
        <translation>从请求到完成的平均时间。</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Bytes received per second.</source>
        <translation>每秒接收的字节数。</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Bytes sent per second.</source>
        <translation>每秒发送的字节数。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>接口</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>Time in which the GPU executed anything; of Intel&apos;s, at most: time in which it was awake.</source>
        <translation>GPU 执行任务的时间；Intel GPU 为其未休眠的时间，即上限。</translation>
    </message>
    <message>
        <source>Share of the GPU&apos;s memory that is in use.</source>
        <translation>显存的使用占比。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Temperature of the GPU&apos;s core.</source>
        <translation>GPU 核心温度。</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功率</translation>
    </message>
    <message>
        <source>Power that the board draws.</source>
        <translation>显卡功耗。</translation>
    </message>
    <message>
        <source>Graphics clock</source>
        <translation>图形频率</translation>
    </message>
    <message>
        <source>Clock of the shader cores.</source>
        <translation>着色器核心的频率。</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Load of the video encoder.</source>
        <translation>视频编码器的负载。</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>Load of the video decoder.</source>
        <translation>视频解码器的负载。</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>Source: {0}</source>
        <translation>来源：{0}</translation>
    </message>
    <message>
        <source>What a temperature sensor reads.</source>
        <translation>温度传感器的读数。</translation>
    </message>
    <message>
        <source>Fan</source>
        <translation>风扇</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>转速</translation>
    </message>
    <message>
        <source>Turns of a fan per minute.</source>
        <translation>风扇每分钟转数。</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>电量</translation>
    </message>
    <message>
        <source>Charge of the battery.</source>
        <translation>电池的电量。</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Processes that exist.</source>
        <translation>现有的进程数。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Threads of all processes.</source>
        <translation>所有进程的线程数。</translation>
    </message>
    <message>
        <source>HertzMon itself</source>
        <translation>HertzMon 自身</translation>
    </message>
    <message>
        <source>Own CPU</source>
        <translation>自身 CPU</translation>
    </message>
    <message>
        <source>CPU time that HertzMon takes, of one core.</source>
        <translation>HertzMon 占用的单核 CPU 时间。</translation>
    </message>
    <message>
        <source>Own memory</source>
        <translation>自身内存</translation>
    </message>
    <message>
        <source>Memory that HertzMon takes.</source>
        <translation>HertzMon 占用的内存。</translation>
    </message>
    <message>
        <source>Time per scan</source>
        <translation>每次采样耗时</translation>
    </message>
    <message>
        <source>Time from the start of a tick to its snapshot.</source>
        <translation>从采样开始到生成快照的时间。</translation>
    </message>
</context>
<context>
    <name>NetworkCard</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>down · up {0}</source>
        <translation>下行 · 上行 {0}</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>down · up {0}</source>
        <translation>下行 · 上行 {0}</translation>
    </message>
    <message>
        <source>down</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>{0} received and {1} sent since the start</source>
        <translation>开机以来接收 {0}，发送 {1}</translation>
    </message>
    <message>
        <source>Errors: {0} in, {1} out</source>
        <translation>错误：入 {0}，出 {1}</translation>
    </message>
    <message>
        <source>Dropped: {0} in, {1} out</source>
        <translation>丢弃：入 {0}，出 {1}</translation>
    </message>
</context>
<context>
    <name>NewTokenDialog</name>
    <message>
        <source>New service token</source>
        <translation>新建服务令牌</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Metrics: load, memory, disks, network</source>
        <translation>指标：负载、内存、磁盘、网络</translation>
    </message>
    <message>
        <source>System: facts about the machine</source>
        <translation>系统：机器信息</translation>
    </message>
    <message>
        <source>Processes, with their command lines</source>
        <translation>进程及其命令行</translation>
    </message>
    <message>
        <source>May read</source>
        <translation>可读取</translation>
    </message>
    <message>
        <source>Days until it expires</source>
        <translation>有效天数</translation>
    </message>
    <message>
        <source>The token {0}</source>
        <translation>令牌 {0}</translation>
    </message>
    <message>
        <source>Copy the token now: it is not shown again.</source>
        <translation>请立即复制令牌：它不会再次显示。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>OwnCostChip</name>
    <message>
        <source>CPU of one core, memory, and time per scan that HertzMon takes</source>
        <translation>HertzMon 占用的单核 CPU、内存以及每次采样的耗时</translation>
    </message>
    <message>
        <source>HertzMon itself</source>
        <translation>HertzMon 自身</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disks</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Sensors</source>
        <translation>传感器</translation>
    </message>
    <message>
        <source>Remote access</source>
        <translation>远程访问</translation>
    </message>
    <message>
        <source>Read {0}
Write {1}</source>
        <translation>读取 {0}
写入 {1}</translation>
    </message>
    <message>
        <source>Receive {0}
Send {1}</source>
        <translation>接收 {0}
发送 {1}</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Set the password of {0}</source>
        <translation>设置 {0} 的密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
</context>
<context>
    <name>ProbeDetails</name>
    <message>
        <source>no battery</source>
        <translation>没有电池</translation>
    </message>
    <message>
        <source>the battery does not answer</source>
        <translation>电池没有响应</translation>
    </message>
    <message>
        <source>the system reports no temperatures and no fans</source>
        <translation>系统未提供温度和风扇信息</translation>
    </message>
    <message>
        <source>the sensors do not answer</source>
        <translation>传感器没有响应</translation>
    </message>
    <message>
        <source>the driver does not answer</source>
        <translation>驱动程序没有响应</translation>
    </message>
    <message>
        <source>the system does not measure pressure stalls</source>
        <translation>系统不统计压力停顿</translation>
    </message>
    <message>
        <source>the system does not let this user see sockets</source>
        <translation>系统不允许当前用户查看套接字</translation>
    </message>
    <message>
        <source>the system does not list its sockets</source>
        <translation>系统不列出其套接字</translation>
    </message>
    <message>
        <source>the list of sockets does not come</source>
        <translation>未能得到套接字列表</translation>
    </message>
    <message>
        <source>the list of sockets is late</source>
        <translation>套接字列表迟迟未到</translation>
    </message>
    <message>
        <source>the system counts no disk activity (on Windows, `diskperf -y` makes it)</source>
        <translation>系统不统计磁盘活动（在 Windows 上可用 `diskperf -y` 开启）</translation>
    </message>
    <message>
        <source>no answer from {0}</source>
        <translation>{0} 没有响应</translation>
    </message>
    <message>
        <source>/proc/stat tells nothing of CPUs</source>
        <translation>/proc/stat 中没有 CPU 信息</translation>
    </message>
    <message>
        <source>/proc/meminfo does not tell the total</source>
        <translation>/proc/meminfo 中没有总量</translation>
    </message>
    <message>
        <source>{0} does not exist</source>
        <translation>{0} 不存在</translation>
    </message>
    <message>
        <source>the reading cannot be true: {0}</source>
        <translation>读数不可能成立：{0}</translation>
    </message>
    <message>
        <source>nvidia-smi gives no table: {0}</source>
        <translation>nvidia-smi 没有给出表格：{0}</translation>
    </message>
</context>
<context>
    <name>Probes</name>
    <message>
        <source>The first reading is on its way.</source>
        <translation>首次读数即将到来。</translation>
    </message>
    <message>
        <source>This machine does not provide it.</source>
        <translation>本机不提供此项。</translation>
    </message>
    <message>
        <source>The reading is overdue.</source>
        <translation>读数未按时更新。</translation>
    </message>
    <message>
        <source>It could not be read.</source>
        <translation>无法读取。</translation>
    </message>
</context>
<context>
    <name>ProcessActions</name>
    <message>
        <source>The system does not tell where this program&apos;s file is.</source>
        <translation>系统未提供该程序文件的位置。</translation>
    </message>
    <message>
        <source>No file manager opened {0}.</source>
        <translation>没有文件管理器能打开 {0}。</translation>
    </message>
    <message>
        <source>End process</source>
        <translation>结束进程</translation>
    </message>
    <message>
        <source>Kill process</source>
        <translation>强制终止进程</translation>
    </message>
    <message>
        <source>Kill process tree</source>
        <translation>强制终止进程树</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Priority…</source>
        <translation>优先级…</translation>
    </message>
    <message>
        <source>CPU affinity…</source>
        <translation>CPU 亲和性…</translation>
    </message>
    <message>
        <source>Open file location</source>
        <translation>打开文件所在位置</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>{0} was asked to close but is still running.</source>
        <translation>已请求 {0} 关闭，但它仍在运行。</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es) were asked to close but are still running.</source>
        <translation>
            <numerusform>已请求 %n 个进程关闭，但它们仍在运行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Kill…</source>
        <translation>强制终止…</translation>
    </message>
    <message>
        <source>The action failed: {0}</source>
        <translation>操作失败：{0}</translation>
    </message>
</context>
<context>
    <name>ProcessAffinityDialog</name>
    <message>
        <source>CPU affinity</source>
        <translation>CPU 亲和性</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n 个进程</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>CPU {0}</source>
        <translation>CPU {0}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>None</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>Set affinity</source>
        <translation>设置亲和性</translation>
    </message>
    <message>
        <source>This process has ended.</source>
        <translation>该进程已结束。</translation>
    </message>
    <message>
        <source>The process may run on the CPUs that are ticked.</source>
        <translation>进程可以在勾选的 CPU 上运行。</translation>
    </message>
    <message>
        <source>The system does not tell on which CPUs it may run now.</source>
        <translation>系统未提供它目前可以在哪些 CPU 上运行。</translation>
    </message>
    <message>
        <source>The process could not be read: {0}</source>
        <translation>无法读取进程：{0}</translation>
    </message>
</context>
<context>
    <name>ProcessColumns</name>
    <message>
        <source>CPU % machine</source>
        <translation>CPU %（整机）</translation>
    </message>
    <message>
        <source>CPU % core</source>
        <translation>CPU %（单核）</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Mem %</source>
        <translation>内存 %</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disk read</source>
        <translation>磁盘读取</translation>
    </message>
    <message>
        <source>Disk write</source>
        <translation>磁盘写入</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>启动时间</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU 时间</translation>
    </message>
    <message>
        <source>Virtual memory</source>
        <translation>虚拟内存</translation>
    </message>
    <message>
        <source>Parent PID</source>
        <translation>父进程 PID</translation>
    </message>
    <message>
        <source>Program file</source>
        <translation>程序文件</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>CPU time in the last interval; 100 % is the whole machine.</source>
        <translation>上一间隔内的 CPU 时间；100 % 为整机。</translation>
    </message>
    <message>
        <source>CPU time in the last interval; 100 % is one core.</source>
        <translation>上一间隔内的 CPU 时间；100 % 为一个核心。</translation>
    </message>
    <message>
        <source>Name of the program.</source>
        <translation>程序的名称。</translation>
    </message>
    <message>
        <source>Number that the system gave the process.</source>
        <translation>系统分配给进程的编号。</translation>
    </message>
    <message>
        <source>User that the process runs as.</source>
        <translation>运行进程的用户。</translation>
    </message>
    <message>
        <source>What the process was doing when it was looked at.</source>
        <translation>采样时进程的状态。</translation>
    </message>
    <message>
        <source>Physical memory, as a share of the machine&apos;s.</source>
        <translation>物理内存占整机的比例。</translation>
    </message>
    <message>
        <source>Physical memory, shared parts included (resident set).</source>
        <translation>物理内存，含共享部分（驻留集）。</translation>
    </message>
    <message>
        <source>Read from disks in a second.</source>
        <translation>每秒从磁盘读取。</translation>
    </message>
    <message>
        <source>Written to disks in a second.</source>
        <translation>每秒写入磁盘。</translation>
    </message>
    <message>
        <source>Load that the process puts on GPUs.</source>
        <translation>进程对 GPU 的负载。</translation>
    </message>
    <message>
        <source>Memory of GPUs that the process takes.</source>
        <translation>进程占用的显存。</translation>
    </message>
    <message>
        <source>Number of threads.</source>
        <translation>线程数。</translation>
    </message>
    <message>
        <source>Nice value: the lower, the more urgent.</source>
        <translation>Nice 值：越低越优先。</translation>
    </message>
    <message>
        <source>When the process started.</source>
        <translation>进程的启动时间。</translation>
    </message>
    <message>
        <source>CPU time since the process started.</source>
        <translation>进程启动以来的 CPU 时间。</translation>
    </message>
    <message>
        <source>Address space, used or not.</source>
        <translation>地址空间，无论是否使用。</translation>
    </message>
    <message>
        <source>PID of the process that started this one.</source>
        <translation>启动该进程的进程的 PID。</translation>
    </message>
    <message>
        <source>File of the program.</source>
        <translation>程序的文件。</translation>
    </message>
    <message>
        <source>Program and its arguments.</source>
        <translation>程序及其参数。</translation>
    </message>
</context>
<context>
    <name>ProcessConfirmDialog</name>
    <message>
        <source>HertzMon</source>
        <translation>HertzMon</translation>
    </message>
    <message>
        <source>Kill {0} and everything it started?</source>
        <translation>强制终止 {0} 及其启动的所有进程？</translation>
    </message>
    <message numerus="yes">
        <source>Kill %n process(es) and everything they started?</source>
        <translation>
            <numerusform>强制终止 %n 个进程及其启动的所有进程？</numerusform>
        </translation>
    </message>
    <message>
        <source>Kill {0}?</source>
        <translation>强制终止 {0}？</translation>
    </message>
    <message numerus="yes">
        <source>Kill %n process(es)?</source>
        <translation>
            <numerusform>强制终止 %n 个进程？</numerusform>
        </translation>
    </message>
    <message>
        <source>End {0}?</source>
        <translation>结束 {0}？</translation>
    </message>
    <message numerus="yes">
        <source>End %n process(es)?</source>
        <translation>
            <numerusform>结束 %n 个进程？</numerusform>
        </translation>
    </message>
    <message>
        <source>The program is asked to close. It may ask back, or lose work that is not saved.</source>
        <translation>将请求程序关闭。它可能会询问，或丢失未保存的工作。</translation>
    </message>
    <message>
        <source>It is stopped at once and cannot save anything first.</source>
        <translation>它会立即停止，来不及保存任何内容。</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Kill all</source>
        <translation>全部强制终止</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>强制终止</translation>
    </message>
    <message>
        <source>Protected, and left alone: {0}. HertzMon itself, or the system, would end with it.</source>
        <translation>受保护，不会处理：{0}。否则 HertzMon 自身或系统会随之结束。</translation>
    </message>
    <message numerus="yes">
        <source>%n child process(es) will be killed too:</source>
        <translation>
            <numerusform>%n 个子进程也会被强制终止：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n child process(es) may go on running, or close too:</source>
        <translation>
            <numerusform>%n 个子进程可能继续运行，也可能随之关闭：</numerusform>
        </translation>
    </message>
    <message>
        <source>unknown user</source>
        <translation>未知用户</translation>
    </message>
    <message>
        <source>{0} · PID {1} · {2}</source>
        <translation>{0} · PID {1} · {2}</translation>
    </message>
</context>
<context>
    <name>ProcessHeader</name>
    <message>
        <source>CPU % of the whole machine</source>
        <translation>整机 CPU %</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>重置列</translation>
    </message>
</context>
<context>
    <name>ProcessPriorityDialog</name>
    <message>
        <source>Realtime</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Above normal</source>
        <translation>高于正常</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Below normal</source>
        <translation>低于正常</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Very high</source>
        <translation>很高</translation>
    </message>
    <message>
        <source>Very low</source>
        <translation>很低</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n 个进程</numerusform>
        </translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Nice value</source>
        <translation>Nice 值</translation>
    </message>
    <message>
        <source>−20 is the most urgent, 19 gives way to everyone. Making a process more urgent than it is needs administrator rights.</source>
        <translation>−20 最优先，19 让位于所有进程。提高进程的优先级需要管理员权限。</translation>
    </message>
    <message>
        <source>Set priority</source>
        <translation>设置优先级</translation>
    </message>
</context>
<context>
    <name>ProcessPropertiesDialog</name>
    <message>
        <source>{0} ({1}): properties</source>
        <translation>{0}（{1}）：属性</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>打开的文件</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Descriptor</source>
        <translation>描述符</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>本地地址</translation>
    </message>
    <message>
        <source>Remote address</source>
        <translation>远程地址</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>User s</source>
        <translation>用户态（秒）</translation>
    </message>
    <message>
        <source>System s</source>
        <translation>内核态（秒）</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This source does not tell more.</source>
        <translation>此来源不提供更多信息。</translation>
    </message>
    <message>
        <source>This process has ended.</source>
        <translation>该进程已结束。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>The process has ended.</source>
        <translation>该进程已结束。</translation>
    </message>
    <message>
        <source>Only the owner of the process and an administrator may read this.</source>
        <translation>只有进程的所有者和管理员可以读取此项。</translation>
    </message>
    <message>
        <source>This could not be read.</source>
        <translation>无法读取此项。</translation>
    </message>
    <message>
        <source>The process could not be read: {0}</source>
        <translation>无法读取进程：{0}</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>It has none.</source>
        <translation>它没有父进程。</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>父进程</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>启动时间</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU 时间</translation>
    </message>
    <message>
        <source>Nice value</source>
        <translation>Nice 值</translation>
    </message>
    <message>
        <source>Program file</source>
        <translation>程序文件</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Working directory</source>
        <translation>工作目录</translation>
    </message>
    <message>
        <source>Context switches</source>
        <translation>上下文切换</translation>
    </message>
    <message>
        <source>CPU affinity</source>
        <translation>CPU 亲和性</translation>
    </message>
    <message>
        <source>Control group</source>
        <translation>控制组</translation>
    </message>
    <message>
        <source>Resident</source>
        <translation>驻留</translation>
    </message>
    <message>
        <source>Share of the machine</source>
        <translation>占整机比例</translation>
    </message>
    <message>
        <source>Proportional (PSS)</source>
        <translation>按比例（PSS）</translation>
    </message>
    <message>
        <source>Its own (USS)</source>
        <translation>独占（USS）</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>Swapped out</source>
        <translation>换出</translation>
    </message>
    <message>
        <source>Address space</source>
        <translation>地址空间</translation>
    </message>
</context>
<context>
    <name>ProcessState</name>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Sleeping</source>
        <translation>睡眠</translation>
    </message>
    <message>
        <source>Waiting for disk</source>
        <translation>等待磁盘</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>Held by a debugger</source>
        <translation>被调试器暂停</translation>
    </message>
    <message>
        <source>Zombie</source>
        <translation>僵尸</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Being killed</source>
        <translation>正在终止</translation>
    </message>
    <message>
        <source>Waking</source>
        <translation>正在唤醒</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>停驻</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>ProcessTable</name>
    <message>
        <source>Sum of the collapsed branch</source>
        <translation>折叠分支的合计</translation>
    </message>
    <message>
        <source>{0}, level {1}</source>
        <translation>{0}，第 {1} 级</translation>
    </message>
    <message>
        <source>{0}, collapsed</source>
        <translation>{0}，已折叠</translation>
    </message>
    <message>
        <source>{0}, expanded</source>
        <translation>{0}，已展开</translation>
    </message>
</context>
<context>
    <name>ProcessTableView</name>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
</context>
<context>
    <name>ProcessToolbar</name>
    <message>
        <source>Search name, PID, user, command</source>
        <translation>搜索名称、PID、用户、命令</translation>
    </message>
    <message>
        <source>Search processes</source>
        <translation>搜索进程</translation>
    </message>
    <message>
        <source>Ctrl+F, F3, or just type</source>
        <translation>Ctrl+F、F3，或直接键入</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树形</translation>
    </message>
    <message>
        <source>Children below their parents</source>
        <translation>子进程列在父进程之下</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Every process on its own</source>
        <translation>逐个列出每个进程</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Every process</source>
        <translation>所有进程</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Processes of your user</source>
        <translation>属于您的用户的进程</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Processes that did something in the last seconds</source>
        <translation>最近几秒内有活动的进程</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Show the selected process below the table</source>
        <translation>在表格下方显示选中的进程</translation>
    </message>
    <message>
        <source>End process</source>
        <translation>结束进程</translation>
    </message>
    <message>
        <source>Ask the selected processes to close (Delete)</source>
        <translation>请求选中的进程关闭（Delete）</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Save table as CSV…</source>
        <translation>将表格保存为 CSV…</translation>
    </message>
    <message>
        <source>Copy selected rows</source>
        <translation>复制选中的行</translation>
    </message>
    <message>
        <source>Expand all</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Collapse all</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>列…</translation>
    </message>
</context>
<context>
    <name>ProcessesPage</name>
    <message>
        <source>Save table as CSV</source>
        <translation>将表格保存为 CSV</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV 文件 (*.csv)</translation>
    </message>
    <message>
        <source>{0} could not be written: {1}</source>
        <translation>无法写入 {0}：{1}</translation>
    </message>
    <message numerus="yes">
        <source>End %n processes</source>
        <translation>
            <numerusform>结束 %n 个进程</numerusform>
        </translation>
    </message>
    <message>
        <source>End process</source>
        <translation>结束进程</translation>
    </message>
    <message>
        <source>The processes cannot be read: {0}</source>
        <translation>无法读取进程：{0}</translation>
    </message>
    <message>
        <source>Reading the processes…</source>
        <translation>正在读取进程…</translation>
    </message>
    <message>
        <source>No process matches “{0}”. Esc clears the search.</source>
        <translation>没有进程匹配“{0}”。按 Esc 清除搜索。</translation>
    </message>
    <message>
        <source>No process did anything in the last seconds.</source>
        <translation>最近几秒内没有进程活动。</translation>
    </message>
    <message>
        <source>There are no processes here.</source>
        <translation>这里没有进程。</translation>
    </message>
</context>
<context>
    <name>QrCode</name>
    <message>
        <source>QR code of {0}</source>
        <translation>{0} 的二维码</translation>
    </message>
</context>
<context>
    <name>Refusal</name>
    <message>
        <source>{0} has already ended.</source>
        <translation>{0} 已经结束。</translation>
    </message>
    <message>
        <source>{0} has ended, and another process has its PID now. Nothing was done to that one.</source>
        <translation>{0} 已结束，其 PID 现属于另一个进程。未对后者做任何操作。</translation>
    </message>
    <message>
        <source>The system does not let you give {0} this priority. Administrator rights are needed.</source>
        <translation>系统不允许您给 {0} 设置此优先级。需要管理员权限。</translation>
    </message>
    <message>
        <source>{0} belongs to {1}. Start HertzMon with administrator rights to do this.</source>
        <translation>{0} 属于 {1}。请以管理员权限启动 HertzMon 后再操作。</translation>
    </message>
    <message>
        <source>This system cannot do that to {0}.</source>
        <translation>本系统不支持对 {0} 执行此操作。</translation>
    </message>
    <message>
        <source>{0} is protected: HertzMon itself, or the system, would end with it.</source>
        <translation>{0} 受保护：HertzMon 自身或系统会随之终止。</translation>
    </message>
    <message>
        <source>The system does not accept this value for {0}.</source>
        <translation>系统不接受 {0} 的这个值。</translation>
    </message>
    <message>
        <source>The system refused to do this to {0}: {1}</source>
        <translation>系统拒绝对 {0} 执行此操作：{1}</translation>
    </message>
    <message>
        <source>{0} others were refused too.</source>
        <translation>另有 {0} 个也被拒绝。</translation>
    </message>
</context>
<context>
    <name>RemoteAccess</name>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
</context>
<context>
    <name>RowsTab</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>There are none.</source>
        <translation>没有。</translation>
    </message>
</context>
<context>
    <name>SensorsCard</name>
    <message>
        <source>Sensors</source>
        <translation>传感器</translation>
    </message>
</context>
<context>
    <name>SensorsPage</name>
    <message>
        <source>No sensors</source>
        <translation>没有传感器</translation>
    </message>
    <message>
        <source>{0} · limit {1}</source>
        <translation>{0} · 上限 {1}</translation>
    </message>
    <message>
        <source>charging</source>
        <translation>充电中</translation>
    </message>
    <message>
        <source>plugged in</source>
        <translation>已接通电源</translation>
    </message>
    <message>
        <source>health {0}</source>
        <translation>健康度 {0}</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电池</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>起始页面</translation>
    </message>
    <message>
        <source>The last one</source>
        <translation>上次的页面</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Update every</source>
        <translation>更新间隔</translation>
    </message>
    <message>
        <source>Charts show the last</source>
        <translation>图表显示最近</translation>
    </message>
    <message>
        <source>100 % is one core</source>
        <translation>100 % 为一个核心</translation>
    </message>
    <message>
        <source>100 % is the machine</source>
        <translation>100 % 为整机</translation>
    </message>
    <message>
        <source>CPU of a process</source>
        <translation>进程的 CPU</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>KiB, MiB, GiB (1024)</source>
        <translation>KiB、MiB、GiB（1024）</translation>
    </message>
    <message>
        <source>kB, MB, GB (1000)</source>
        <translation>kB、MB、GB（1000）</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disks</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Bits per second</source>
        <translation>比特每秒</translation>
    </message>
    <message>
        <source>Bytes per second</source>
        <translation>字节每秒</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Start and end</source>
        <translation>启动与退出</translation>
    </message>
    <message>
        <source>Start minimised</source>
        <translation>启动时最小化</translation>
    </message>
    <message>
        <source>Keep running in the tray when closed</source>
        <translation>关闭后继续在托盘中运行</translation>
    </message>
    <message>
        <source>This desktop has no tray.</source>
        <translation>此桌面没有托盘。</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>登录时启动</translation>
    </message>
    <message>
        <source>The system refused to change what starts at login: {0}</source>
        <translation>系统拒绝更改登录启动项：{0}</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
</context>
<context>
    <name>StackedCores</name>
    <message>
        <source>Each core&apos;s share of the whole machine. Point at the chart, or walk through it, to read each one.</source>
        <translation>每个核心占整机的份额。将指针移到图表上，或用方向键移动，即可读取各核心的数值。</translation>
    </message>
    <message>
        <source>{0} at the bottom</source>
        <translation>最下方为 {0}</translation>
    </message>
    <message>
        <source>{0} at the top</source>
        <translation>最上方为 {0}</translation>
    </message>
    <message>
        <source>Core {0}</source>
        <translation>核心 {0}</translation>
    </message>
    <message>
        <source>Cores {0}–{1}</source>
        <translation>核心 {0}–{1}</translation>
    </message>
</context>
<context>
    <name>SystemCard</name>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Pressure and load</source>
        <translation>压力与负载</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>IO</source>
        <translation>IO</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 分钟</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>up</source>
        <translation>已运行</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换空间</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>The system does not name its kernel.</source>
        <translation>系统未提供内核名称。</translation>
    </message>
    <message>
        <source>The processor does not tell its name.</source>
        <translation>处理器未提供名称。</translation>
    </message>
</context>
<context>
    <name>TimeChart</name>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>{0} ago</source>
        <translation>{0}前</translation>
    </message>
    <message>
        <source>min {0} · mean {1} · max {2}</source>
        <translation>最小 {0} · 平均 {1} · 最大 {2}</translation>
    </message>
    <message>
        <source>{0}: no data</source>
        <translation>{0}：无数据</translation>
    </message>
    <message>
        <source>{0}: now {1}, minimum {2}, mean {3}, maximum {4}</source>
        <translation>{0}：当前 {1}，最小 {2}，平均 {3}，最大 {4}</translation>
    </message>
    <message>
        <source>{0} until {1}</source>
        <translation>{0}，截至 {1}</translation>
    </message>
</context>
<context>
    <name>TokensCard</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>May read</source>
        <translation>可读取</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>上次使用</translation>
    </message>
    <message>
        <source>Service tokens</source>
        <translation>服务令牌</translation>
    </message>
    <message>
        <source>New…</source>
        <translation>新建…</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>吊销…</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>已吊销</translation>
    </message>
    <message>
        <source>Programs that use the token {0} lose access at once.</source>
        <translation>使用令牌 {0} 的程序将立即失去访问权限。</translation>
    </message>
    <message>
        <source>Revoke the token?</source>
        <translation>吊销该令牌？</translation>
    </message>
</context>
<context>
    <name>TopProcesses</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
</context>
<context>
    <name>TopProcessesCard</name>
    <message>
        <source>Top processes</source>
        <translation>占用最高的进程</translation>
    </message>
    <message>
        <source>by CPU</source>
        <translation>按 CPU</translation>
    </message>
</context>
<context>
    <name>TotalsLine</name>
    <message>
        <source>Resident memory: what several processes share is counted once for each of them.</source>
        <translation>驻留内存之和：多个进程共享的部分会在每个进程中各计一次。</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} of {1} processes</source>
        <translation>{0} / {1} 个进程</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n 个进程</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>CPU {0} %</source>
        <translation>CPU {0} %</translation>
    </message>
    <message>
        <source>resident memory {0}</source>
        <translation>驻留内存 {0}</translation>
    </message>
    <message>
        <source>order held while Ctrl is down</source>
        <translation>按住 Ctrl 时保持顺序</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Show HertzMon</source>
        <translation>显示 HertzMon</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>CPU {0} · memory {1}</source>
        <translation>CPU {0} · 内存 {1}</translation>
    </message>
</context>
<context>
    <name>VolumeRows</name>
    <message>
        <source>does not answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>{0} · {1} free of {2}</source>
        <translation>{0} · 剩余 {1}，共 {2}</translation>
    </message>
    <message>
        <source>{0} (overdue)</source>
        <translation>{0}（未按时更新）</translation>
    </message>
    <message>
        <source>{0} of the file entries used</source>
        <translation>文件条目已用 {0}</translation>
    </message>
</context>
</TS>
