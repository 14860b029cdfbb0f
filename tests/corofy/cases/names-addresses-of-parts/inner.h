struct inner {
    int n;
    int many[3];
};

typedef int vector[3];
